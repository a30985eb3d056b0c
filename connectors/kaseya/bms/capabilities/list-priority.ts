// priority.list.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { BmsContext } from '../client.ts';
import { listPriorities } from '../setup.ts';

type List = DirectCapability<CapabilityInput<'priority.list'>, CapabilityOutput<'priority.list'>, BmsContext>;

export const listPriority: List = { run: async (context) => ({ items: await listPriorities(context) }) };
