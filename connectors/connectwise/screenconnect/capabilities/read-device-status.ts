// device.status: what the guest told of itself. Disks, services and patches are not among it.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { ScreenConnectContext } from '../auth.ts';
import { readSession } from '../sessions.ts';
import { toDevice } from '../transform.ts';

export async function readDeviceStatus(
  context: ScreenConnectContext,
  input: CapabilityInput<'device.status'>,
): Promise<CapabilityOutput<'device.status'>> {
  const session = await readSession(context, input.device);
  const device = toDevice(session, context.settings.companyProperty);
  const now = context.now();
  const lastBootAt = toInstant(session.GuestInfo?.LastBootTime);
  return {
    ...device,
    takenAt: now.toISOString(),
    lastBootAt,
    uptimeSeconds:
      lastBootAt && device.online ? Math.max(Math.floor((now.getTime() - Date.parse(lastBootAt)) / 1_000), 0) : null,
    needsReboot: null,
    systemDrive: null,
    patches: null,
    services: null,
    health: 'unknown',
    lastUser: session.GuestInfo?.LoggedOnUserName || null,
    isInMaintenance: false,
  };
}
