// script.list.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { TacticalContext } from '../client.ts';
import { readScripts } from '../scripts.ts';
import { toScript } from '../transform.ts';

type List = DirectCapability<CapabilityInput<'script.list'>, CapabilityOutput<'script.list'>, TacticalContext>;

export const listScripts: List = { run: async (context) => ({ items: (await readScripts(context)).map(toScript) }) };
