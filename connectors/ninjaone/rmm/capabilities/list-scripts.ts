// script.list: the active scripts of the library.
import type { CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { NinjaContext } from '../auth.ts';
import { listNinjaScripts, toScript } from '../scripts.ts';

export async function listScripts(context: NinjaContext): Promise<CapabilityOutput<'script.list'>> {
  return { items: (await listNinjaScripts(context)).filter((script) => script.active !== false).map(toScript) };
}
