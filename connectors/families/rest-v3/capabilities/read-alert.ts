// alert.read: a notification and the device it is about. One that was dismissed is gone, and so is not found.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { RestV3 } from '../client.ts';
import { organizationOf } from '../device-transform.ts';
import { readDevice } from '../devices.ts';
import { toAlert } from '../notification-transform.ts';
import { readNotification } from '../notifications.ts';
import type { RestV3Context } from '../vendor.ts';

type Read = DirectCapability<CapabilityInput<'alert.read'>, CapabilityOutput<'alert.read'>, RestV3Context>;

export const createReadAlert = (api: RestV3): Read => ({
  async run(context, input) {
    const notification = await readNotification(api, context, input.alert);
    const id = notification.ComputerIdentifier;
    const device = id === null ? null : await deviceIfThere(api, context, id);
    const about = {
      device: id === null ? null : { id, name: device?.Name ?? null },
      client: device ? organizationOf(device) : null,
    };
    return toAlert(notification, about, context.now());
  },
});

/** A notification outlives its device. */
const deviceIfThere = (api: RestV3, context: RestV3Context, id: string) =>
  readDevice(api, context, id).catch((error: unknown) => {
    if (error instanceof ConnectorError && error.kind === 'not-found') return null;
    throw error;
  });
