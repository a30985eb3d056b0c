// device.status: what Intune knew at the device's last check-in, which `takenAt` says.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { GraphContext } from '../auth.ts';
import { readGraph } from '../client.ts';
import { guidPart } from '../directory.ts';
import { deviceFields } from '../managed-devices.ts';
import { toDeviceStatus } from '../transform.ts';
import { managedDeviceShape } from '../vendor-shapes.ts';

export const readDeviceStatus: DirectCapability<
  CapabilityInput<'device.status'>,
  CapabilityOutput<'device.status'>,
  GraphContext
> = {
  run: async (context, input) => {
    const device = await readGraph(context, managedDeviceShape, {
      action: 'read the device',
      path: `/deviceManagement/managedDevices/${guidPart(input.device, 'device')}`,
      select: deviceFields,
    });
    return toDeviceStatus(device, context.settings.tenant, context.now());
  },
};
