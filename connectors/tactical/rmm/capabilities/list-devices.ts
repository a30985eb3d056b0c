// device.list: Tactical gives every agent at once.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pageOfWhole } from '#connectors/sdk/http/paging.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { type TacticalContext, tactical } from '../client.ts';
import { readPlaces } from '../places.ts';
import { toDevice } from '../transform.ts';
import { agentShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'device.list'>, CapabilityOutput<'device.list'>, TacticalContext>;

export const listDevices: List = {
  async run(context, input) {
    const rows = await tactical.read(context, z.array(agentShape), {
      action: 'list agents',
      path: '/agents/',
      query: { client: input.client ? numberPart(input.client, 'client') : null },
    });
    const places = await readPlaces(context);
    return pageOfWhole(
      rows.map((row) => toDevice(row, places)),
      input,
    );
  },
};
