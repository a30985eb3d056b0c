// script.list: the scripts that may be run on a computer.
import type { CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { AutomateContext } from '../auth.ts';
import { computerScripts, toScript } from '../scripts.ts';

export const listScripts = async (context: AutomateContext): Promise<CapabilityOutput<'script.list'>> => ({
  items: (await computerScripts(context)).map(toScript),
});
