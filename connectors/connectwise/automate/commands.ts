// Commands at an Automate agent: how one is written, and where it is found again. The queue has it at once; once the agent
// has answered it is also in the history of the computer.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import { type ShellCommand, shellText } from '#connectors/sdk/scripts/shell-preamble.ts';
import type { AutomateContext } from './auth.ts';
import { firstOf, wholeList } from './client.ts';
import { isId, quoted } from './conditions.ts';
import { commandHistoryShape, commandShape } from './vendor-shapes.ts';
import { windowsArgument } from './windows-argument.ts';

/** the shell command among `GET /Commands` */
const shellCommandId = '2';

/** @throws ConnectorError `unsupported` | `invalid-input` */
export function commandCall(computerId: string, command: ShellCommand): VendorCall {
  if (command.shell === 'bash') {
    throw new ConnectorError(
      'unsupported',
      'Commands for bash are not documented for Automate agents; PowerShell and cmd are. Use a script of the library.',
    );
  }
  const { text } = shellText(command);
  if (text.includes('!!!')) {
    // it parts the program from its arguments
    throw new ConnectorError('invalid-input', 'A command for Automate cannot contain "!!!".');
  }
  const line = `powershell.exe!!! -NoProfile -NonInteractive -Command ${windowsArgument(text)}`;
  return {
    method: 'POST',
    path: `/Computers/${computerId}/CommandExecute`,
    json: { ComputerId: Number(computerId), Command: { Id: shellCommandId }, Parameters: [line] },
    action: 'run the command',
  };
}

export interface CommandState {
  id: string;
  isOver: boolean;
  output: string;
}

const isOver = (status: string | null | undefined) => /^(success|failed)$/i.test(status ?? '');
const stateOf = (row: { Id: string; Status?: string | null | undefined; Output?: string | null | undefined }) => ({
  id: row.Id,
  isOver: isOver(row.Status),
  output: row.Output ?? '',
});

/** By the id of its start; null while neither the queue nor the history has it. */
export async function readCommand(
  context: AutomateContext,
  computerId: string,
  id: string,
): Promise<CommandState | null> {
  const action = 'read the command';
  const queue = { path: `/Computers/${computerId}/CommandExecute`, shape: commandShape, action, ids: id };
  const queued = (await firstOf(context, queue, 1)).find((row) => row.Id === id);
  if (queued) return stateOf(queued);
  const condition = isId('Id', id, 'command');
  const history = { path: `/Computers/${computerId}/CommandHistory`, shape: commandHistoryShape, action, condition };
  const past = (await firstOf(context, history, 1)).find((row) => row.Id === id);
  return past ? stateOf(past) : null;
}

/** By our tag, which is in the command's own text; the queue first, then the history. */
export async function findCommand(context: AutomateContext, computerId: string, tag: string): Promise<string | null> {
  const action = 'look for the command';
  const queue = { path: `/Computers/${computerId}/CommandExecute`, shape: commandShape, action };
  const mentions = (parameters: string | string[] | null | undefined) =>
    [parameters ?? []].flat().join('\n').includes(tag);
  const queued = (await wholeList(context, queue)).find((row) => mentions(row.Parameters));
  if (queued) return queued.Id;
  const history = {
    path: `/Computers/${computerId}/CommandHistory`,
    shape: commandHistoryShape,
    action,
    condition: `Parameters contains ${quoted(tag)}`,
  };
  return (await wholeList(context, history)).find((row) => mentions(row.Parameters))?.Id ?? null;
}
