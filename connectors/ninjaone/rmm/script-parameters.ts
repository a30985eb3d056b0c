// Typed values as NinjaOne's one parameter string. NinjaOne refuses shell metacharacters in it, and a script's
// command line is no place for text we have not looked at: a value either consists of harmless characters or is refused.
import { ConnectorError } from '#connectors/sdk/errors.ts';

/** how the tag of a run reaches the script; callers may not set it themselves */
export const tagParameter = 'RunTag';
const longest = 2_000;
/** letters of any script, digits, space and what paths, addresses, dates and our tags are made of */
const harmless = /^[\p{L}\p{M}\p{N} ._:,/@#=+()[\]\\-]*$/u;

/** `-Service "WinRM" -KeepDays 14 -RunTag "mspclaw:..."` @throws ConnectorError `invalid-input` */
export function encodeParameters(parameters: Record<string, string | number | boolean>, tag: string): string {
  const parts = Object.entries(parameters).map(([name, value]) => {
    if (!/^[A-Za-z][A-Za-z0-9]{0,62}$/.test(name)) throw refusal(name, 'is not a parameter name');
    if (name.toLowerCase() === tagParameter.toLowerCase()) throw refusal(name, 'is set by MSPclaw itself');
    return encodeOne(name, value);
  });
  parts.push(encodeOne(tagParameter, tag));
  const text = parts.join(' ');
  if (text.length > longest) {
    throw new ConnectorError('invalid-input', `The script's parameters are longer than ${longest} characters.`);
  }
  return text;
}

function encodeOne(name: string, value: string | number | boolean): string {
  const flag = `-${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refusal(name, 'is not a finite number');
    return `${flag} ${value}`;
  }
  // "$true" cannot be sent, so scripts take the word
  if (typeof value === 'boolean') return `${flag} "${value}"`;
  if (!harmless.test(value))
    throw refusal(name, 'contains characters NinjaOne does not pass on, like quotes or & | ; $ < > ` ! %');
  // a backslash before the closing quote would swallow it
  if (value.endsWith('\\')) throw refusal(name, 'ends with a backslash');
  return `${flag} "${value}"`;
}

const refusal = (name: string, why: string) =>
  new ConnectorError('invalid-input', `The script parameter "${name.slice(0, 62)}" ${why}.`);
