// category.list: issue types; they belong to no queue.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { listCategories } from '../categories.ts';
import type { BmsContext } from '../client.ts';

type List = DirectCapability<CapabilityInput<'category.list'>, CapabilityOutput<'category.list'>, BmsContext>;

export const listCategory: List = { run: async (context) => ({ items: await listCategories(context) }) };
