// script.list: the saved scripts; only those can be run.
import type { CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { toScript } from '../asset-transform.ts';
import type { SuperopsContext } from '../auth.ts';
import { scriptList } from '../collections.ts';
import { listWhole } from '../lists.ts';

export async function listScripts(context: SuperopsContext): Promise<CapabilityOutput<'script.list'>> {
  return { items: (await listWhole(context, scriptList)).map(toScript) };
}
