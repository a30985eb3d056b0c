// device.status: the agent with its disks and services, and on Windows its updates.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import { type TacticalContext, tactical } from '../client.ts';
import { readPlaces } from '../places.ts';
import { toDeviceStatus } from '../transform.ts';
import { agentDetailShape, updateShape } from '../vendor-shapes.ts';

type Read = DirectCapability<CapabilityInput<'device.status'>, CapabilityOutput<'device.status'>, TacticalContext>;

export const readDeviceStatus: Read = {
  async run(context, input) {
    const agent = pathPart(input.device, 'agent');
    const row = await tactical.read(context, agentDetailShape, { action: 'read the agent', path: `/agents/${agent}/` });
    const updates =
      row.plat === 'windows'
        ? await tactical.readIfThere(context, z.array(updateShape), {
            action: 'read the updates of the agent',
            path: `/winupdate/${agent}/`,
          })
        : null;
    return toDeviceStatus(row, updates, await readPlaces(context), context.now());
  },
};
