// Automate's `condition` grammar, written safely. How a quote is escaped inside a quoted text is not documented; both kinds
// of quotes work, so a text takes the kind it does not contain.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';

/** @throws ConnectorError `invalid-input` for a text with both kinds of quotes or a line break */
export function quoted(text: string): string {
  const quote = [`'`, `"`].find((one) => !text.includes(one));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (quote !== undefined && !/[\u0000-\u001f\\]/.test(text)) return `${quote}${text}${quote}`;
  throw new ConnectorError('invalid-input', 'Automate cannot search for a text with both kinds of quotes in it.');
}

/** `Client.Id = 5` @throws ConnectorError `invalid-input` when it is not a number */
export const isId = (field: string, id: string, what: string): string => `${field} = ${numberPart(id, what)}`;

export const isAfter = (field: string, at: Date): string => `${field} > ${at.toISOString()}`;

/** `AlertId in (5, 7)` @throws ConnectorError `invalid-input` when one is not a number */
export const isAmong = (field: string, ids: readonly string[], what: string): string =>
  `${field} in (${ids.map((id) => numberPart(id, what)).join(', ')})`;
