// client.list.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pageOfWhole } from '#connectors/sdk/http/paging.ts';
import type { TacticalContext } from '../client.ts';
import { listClients as readClients } from '../places.ts';

type List = DirectCapability<CapabilityInput<'client.list'>, CapabilityOutput<'client.list'>, TacticalContext>;

export const listClients: List = {
  async run(context, input) {
    const rows = await readClients(context);
    return pageOfWhole(
      rows.map(({ id, name }) => ({ id: String(id), name, isActive: true })),
      input,
    );
  },
};
