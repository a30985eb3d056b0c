// status.list. Statuses belong to no queue: the same ones everywhere.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { BmsContext } from '../client.ts';
import { listStatuses } from '../setup.ts';

type List = DirectCapability<CapabilityInput<'status.list'>, CapabilityOutput<'status.list'>, BmsContext>;

export const listStatus: List = { run: async (context) => ({ items: await listStatuses(context) }) };
