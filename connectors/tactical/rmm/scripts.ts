// The script library.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { type TacticalContext, tactical } from './client.ts';
import { type ScriptRow, scriptShape } from './vendor-shapes.ts';

export const readScripts = (context: TacticalContext): Promise<ScriptRow[]> =>
  tactical.read(context, z.array(scriptShape), { action: 'list scripts', path: '/scripts/' });

/** By number or by exact name. @throws ConnectorError `not-found`, or `invalid-input` when several have the name */
export async function findScript(context: TacticalContext, wanted: string): Promise<ScriptRow> {
  const rows = await readScripts(context);
  const byId = rows.find(({ id }) => String(id) === wanted);
  const named = rows.filter(({ name }) => name === wanted);
  const found = byId ?? named[0];
  if (!found) throw new ConnectorError('not-found', `Tactical has no script "${wanted.slice(0, 80)}".`);
  if (!byId && named.length > 1) {
    throw new ConnectorError(
      'invalid-input',
      `Tactical has ${named.length} scripts called "${wanted.slice(0, 80)}"; use the number.`,
    );
  }
  return found;
}
