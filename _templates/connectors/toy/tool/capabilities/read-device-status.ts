// device.status: one call.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import type { ToyToolContext } from '../auth.ts';
import { toyTool } from '../client.ts';
import { toDeviceStatus } from '../transform.ts';
import { deviceShape } from '../vendor-shapes.ts';

type Read = DirectCapability<CapabilityInput<'device.status'>, CapabilityOutput<'device.status'>, ToyToolContext>;

export const readDeviceStatus: Read = {
  async run(context, input) {
    const row = await toyTool.read(context, deviceShape, {
      path: `/devices/${pathPart(input.device, 'device')}`,
      action: 'read the device',
    });
    return toDeviceStatus(row, context.now());
  },
};
