// alert.resolve: dismisses the notification, which removes it; there is no place for a reason. One that is gone already is
// dismissed as well.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { RestV3 } from '../client.ts';
import { notificationPath } from '../notifications.ts';
import type { RestV3Context } from '../vendor.ts';

type Resolve = DirectCapability<CapabilityInput<'alert.resolve'>, CapabilityOutput<'alert.resolve'>, RestV3Context>;

export const createResolveAlert = (api: RestV3): Resolve => ({
  async run(context, { alert }) {
    const call = { method: 'DELETE', path: notificationPath(alert), action: 'dismiss the notification' } as const;
    await api.change(context, call).catch((error: unknown) => {
      if (!(error instanceof ConnectorError) || error.kind !== 'not-found') throw error;
    });
    return { alert, isActive: false };
  },
});
