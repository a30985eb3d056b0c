// Writes the `conditions` language of ConnectWise. Values never get in as text: each goes through one of these,
// so a ticket title cannot add a condition of its own.
import { ConnectorError } from '#connectors/sdk/errors.ts';

/** A piece of grammar; only this file makes them. */
export type Condition = { readonly condition: string };

const make = (condition: string): Condition => ({ condition });

/** fields and references: `board/name` */
function field(name: string): string {
  if (!/^[A-Za-z_]+(\/[A-Za-z_]+)*$/.test(name)) throw new Error(`not a field of ConnectWise: ${name}`);
  return name;
}

/** @throws ConnectorError `invalid-input` for a double quote: the grammar documents no way to write one */
export function quoted(value: string): string {
  if (value.includes('"')) {
    throw new ConnectorError('invalid-input', 'ConnectWise cannot search for a text that contains a double quote.');
  }
  return `"${escapeText(value)}"`;
}

/** A `[` would begin a date, so it is written as a class of one. Line breaks have no place in a condition. */
function escapeText(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/[\u0000-\u001f\u007f]/.test(value)) {
    throw new ConnectorError('invalid-input', 'ConnectWise cannot search for a text with line breaks.');
  }
  return value.replaceAll('[', '[[]');
}

export const equalsText = (name: string, value: string) => make(`${field(name)}=${quoted(value)}`);

/** Letters anywhere in the field. What cannot be written becomes a wildcard: it may find more, never less. */
export const containsText = (name: string, value: string) =>
  make(`${field(name)} like "*${escapeText(value.replaceAll(/["*\p{Cc}]+/gu, '*'))}*"`);

export function compareNumber(name: string, operator: '=' | '>' | '>=', value: number): Condition {
  if (!Number.isSafeInteger(value)) throw new ConnectorError('invalid-input', 'ConnectWise ids are whole numbers.');
  return make(`${field(name)}${operator}${value}`);
}

export const isFlag = (name: string, value: boolean) => make(`${field(name)}=${value ? 'True' : 'False'}`);

/** ConnectWise keeps whole seconds; the fraction is cut, never rounded up. */
export const sinceInstant = (name: string, at: Date) =>
  make(`${field(name)} >= [${at.toISOString().replace(/\.\d+Z$/, 'Z')}]`);

export function allOf(...conditions: (Condition | null | undefined | false)[]): string | undefined {
  const present = conditions.filter((one): one is Condition => Boolean(one));
  return present.length === 0 ? undefined : present.map((one) => one.condition).join(' and ');
}
