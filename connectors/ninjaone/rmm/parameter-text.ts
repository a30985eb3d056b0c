// Typed values as NinjaOne's one parameter string: `-Service "WinRM" -KeepDays 14 -RunTag "mspclaw:..."`. NinjaOne refuses
// shell metacharacters in it, and the SDK's variables have none.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { scriptVariables } from '#connectors/sdk/scripts/script-variables.ts';

const longest = 2_000;

/** @throws ConnectorError `invalid-input`, before anything is sent */
export function parameterText(parameters: Record<string, string | number | boolean>, tag: string): string {
  const parts = scriptVariables(parameters, { tag }).map(({ name, value }) => {
    const given = parameters[name];
    const flag = `-${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
    if (typeof given === 'number') {
      if (!Number.isFinite(given)) throw refusal(name, 'is not a finite number');
      return `${flag} ${given}`;
    }
    // a backslash before the closing quote would swallow it
    if (value.endsWith('\\')) throw refusal(name, 'ends with a backslash');
    // booleans travel as words, for "$true" cannot be sent
    return `${flag} "${value}"`;
  });
  const text = parts.join(' ');
  if (text.length <= longest) return text;
  throw new ConnectorError('invalid-input', `The script's parameters are longer than ${longest} characters.`);
}

const refusal = (name: string, why: string) =>
  new ConnectorError('invalid-input', `The script parameter "${name.slice(0, 62)}" ${why}.`);
