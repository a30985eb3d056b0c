// board.list: queues.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { type BmsContext, lookUp } from '../client.ts';
import { lookupShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'board.list'>, CapabilityOutput<'board.list'>, BmsContext>;

export const listBoard: List = {
  async run(context) {
    const rows = await lookUp(context, lookupShape, { path: '/system/queues/lookup', action: 'read the queues' });
    return {
      items: rows.map(({ Id, Name, IsActive }) => ({
        id: String(Id),
        name: Name || String(Id),
        isActive: IsActive !== false,
      })),
    };
  },
};
