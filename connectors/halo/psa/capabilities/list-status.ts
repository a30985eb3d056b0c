// status.list: all, or those of one ticket type.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { HaloContext } from '../client.ts';
import { listStatuses } from '../setup.ts';

type List = DirectCapability<CapabilityInput<'status.list'>, CapabilityOutput<'status.list'>, HaloContext>;

export const listStatus: List = {
  async run(context, input) {
    return { items: await listStatuses(context, input.board ? numberPart(input.board, 'ticket type') : null) };
  },
};
