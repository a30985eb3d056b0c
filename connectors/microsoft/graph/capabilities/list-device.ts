// device.list: what Intune manages. Asked without filters, which Intune now and then fails on, and always to the end.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { GraphContext } from '../auth.ts';
import { readGraphPage } from '../client.ts';
import { requireOwnClient } from '../directory.ts';
import { deviceFields } from '../managed-devices.ts';
import { toDevice } from '../transform.ts';
import { managedDeviceShape } from '../vendor-shapes.ts';

export const listDevice: DirectCapability<
  CapabilityInput<'device.list'>,
  CapabilityOutput<'device.list'>,
  GraphContext
> = {
  run: async (context, input) => {
    requireOwnClient(context, input.client);
    const page = await readGraphPage(
      context,
      managedDeviceShape,
      {
        action: 'list the devices',
        path: '/deviceManagement/managedDevices',
        select: deviceFields,
        query: { $top: input.limit },
      },
      input.cursor,
    );
    return { items: page.items.map((device) => toDevice(device, context.settings.tenant)), next: page.next };
  },
};
