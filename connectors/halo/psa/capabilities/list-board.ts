// board.list: ticket types, because statuses, categories and workflows hang on them. Teams are only a field of a ticket.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { HaloContext } from '../client.ts';
import { listTypes } from '../setup.ts';

type List = DirectCapability<CapabilityInput<'board.list'>, CapabilityOutput<'board.list'>, HaloContext>;

export const listBoard: List = {
  async run(context) {
    const rows = await listTypes(context);
    return {
      items: rows.map(({ id, name, visible, cancreate }) => ({
        id: String(id),
        name: name || String(id),
        isActive: visible !== false && cancreate !== false,
      })),
    };
  },
};
