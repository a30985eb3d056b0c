// The scripts of the platform's automation, and finding one of them.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Script } from '#connectors/sdk/nouns.ts';
import type { AsioContext } from './auth.ts';
import { listOrNothing } from './client.ts';
import { type AsioScript, scriptShape } from './vendor-shapes.ts';

export const readScripts = async (context: AsioContext): Promise<AsioScript[]> =>
  (await listOrNothing(context, z.array(scriptShape), {
    path: '/api/platform/v1/automation/scripts',
    action: 'list the scripts',
  })) ?? [];

/** By id or by exact name. @throws ConnectorError `not-found` | `invalid-input` */
export async function findScript(context: AsioContext, wanted: string): Promise<AsioScript> {
  const found = (await readScripts(context)).filter((script) => script.id === wanted || script.name === wanted);
  const [script] = found;
  const shown = wanted.slice(0, 100);
  if (!script) throw new ConnectorError('not-found', `ConnectWise RMM has no script "${shown}".`);
  if (found.length === 1) return script;
  throw new ConnectorError('invalid-input', `ConnectWise RMM has ${found.length} scripts "${shown}". Use the id.`);
}

export const toScript = (script: AsioScript): Script => ({
  id: script.id,
  name: script.name,
  description: script.description || null,
  // the list tells neither systems nor the names of parameters, only that there are some
  osFamilies: [],
  parameters: [],
});
