// A command as ScreenConnect wants it: lines in front of it choose the shell and lift the limits, which are ten seconds and
// five thousand characters without them.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { type ShellCommand, shellText } from '#connectors/sdk/scripts/shell-preamble.ts';
import { nameOf, osFamilyOf } from './transform.ts';
import type { Session } from './vendor-shapes.ts';

/** for our marks, and so that the end mark comes through when a command prints a little more than was asked for */
const spareCharacters = 20_000;

/** @throws ConnectorError `unsupported` | `invalid-input` */
export function commandText(
  session: Session,
  command: ShellCommand,
  limits: { timeoutSeconds: number; maxOutputCharacters: number },
): string {
  const isWindows = osFamilyOf(session) === 'windows';
  if ((command.shell === 'bash') === isWindows) {
    const has = isWindows ? 'Windows, with PowerShell and cmd' : 'no Windows, and has bash';
    throw new ConnectorError('unsupported', `${nameOf(session)} cannot run ${command.shell}: it is ${has}.`);
  }
  const { interpreter, text } = shellText(command);
  return [
    // elsewhere the agent's own shell is the right one
    ...(interpreter === 'powershell' ? ['#!ps'] : []),
    `#timeout=${limits.timeoutSeconds * 1_000}`,
    `#maxlength=${limits.maxOutputCharacters + spareCharacters}`,
    text,
  ].join('\n');
}
