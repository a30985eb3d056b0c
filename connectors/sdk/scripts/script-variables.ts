// Parameters of a script as a vendor's typed variables. They are never pasted into script text; even so a value consists
// of harmless characters or is refused, because some vendors build a command line of them after all.
import { ConnectorError } from '../errors.ts';

/** how the tag of a run reaches the script; callers may not set it themselves */
export const tagVariable = 'RunTag';
/** where a script of ours posts its result when the vendor keeps no output */
export const callbackVariable = 'CallbackUrl';

/** letters of any script, digits, space and what paths, addresses, dates and our tags are made of */
const harmless = /^[\p{L}\p{M}\p{N} ._:,/@#=+()[\]\\-]*$/u;

export interface ScriptVariable {
  name: string;
  value: string;
}

/** @throws ConnectorError `invalid-input`, before anything is sent */
export function scriptVariables(
  parameters: Readonly<Record<string, string | number | boolean>>,
  own: { tag: string; callbackUrl?: string | null },
): ScriptVariable[] {
  const reserved = new Set([tagVariable, callbackVariable].map((name) => name.toLowerCase()));
  const given = Object.entries(parameters).map(([name, value]) => {
    if (reserved.has(name.toLowerCase())) {
      throw new ConnectorError('invalid-input', `The parameter "${name}" is set by MSPclaw itself.`);
    }
    const text = String(value);
    if (harmless.test(text)) return { name, value: text };
    throw new ConnectorError(
      'invalid-input',
      `The parameter "${name}" contains a character that a command line could misread. Allowed are letters, digits, spaces and . _ : , / @ # = + ( ) [ ] \\ -`,
    );
  });
  return [
    ...given,
    { name: tagVariable, value: own.tag },
    ...(own.callbackUrl ? [{ name: callbackVariable, value: own.callbackUrl }] : []),
  ];
}
