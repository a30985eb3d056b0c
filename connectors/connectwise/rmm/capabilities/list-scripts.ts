// script.list: the scripts of the platform's automation.
import type { CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { AsioContext } from '../auth.ts';
import { readScripts, toScript } from '../scripts.ts';

export const listScripts = async (context: AsioContext): Promise<CapabilityOutput<'script.list'>> => ({
  items: (await readScripts(context)).map(toScript),
});
