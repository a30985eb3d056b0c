// Reading one computer. Automate has no documented call for one: the list is asked with its id as the condition.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AutomateContext } from './auth.ts';
import { firstOf } from './client.ts';
import { isId } from './conditions.ts';
import { type AutomateComputer, computerShape } from './vendor-shapes.ts';

/** @throws ConnectorError `not-found`, also for what the user class does not show */
export async function readComputer(context: AutomateContext, id: string): Promise<AutomateComputer> {
  const list = {
    shape: computerShape,
    path: '/Computers',
    action: 'read the computer',
    condition: isId('Id', id, 'computer'),
  };
  // compared again: a server that ignores the condition would answer with somebody else's computer
  const computer = (await firstOf(context, list, 1)).find((row) => row.Id === id);
  if (computer) return computer;
  throw new ConnectorError(
    'not-found',
    `Automate shows no computer ${id}. It is gone, or the user class does not reach its client.`,
  );
}
