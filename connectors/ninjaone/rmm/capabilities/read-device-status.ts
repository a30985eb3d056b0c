// device.status: NinjaOne spreads it over seven calls. What an instance does not offer becomes null, not an error.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { NinjaContext } from '../auth.ts';
import { ninja } from '../client.ts';
import { healthOf, instant, serviceStateOf, systemDriveOf, toDevice } from '../device-transform.ts';
import { organizationNames } from '../organizations.ts';
import {
  deviceShape,
  healthShape,
  loggedOnUserShape,
  operatingSystemShape,
  patchShape,
  reportShape,
  serviceShape,
  volumeShape,
} from '../vendor-shapes.ts';

export async function readDeviceStatus(
  context: NinjaContext,
  input: CapabilityInput<'device.status'>,
): Promise<CapabilityOutput<'device.status'>> {
  const id = numberPart(input.device, 'device');
  // first and alone: an unknown device must say so, and not seven times
  const device = await ninja.read(context, deviceShape, { path: `/v2/device/${id}`, action: 'read the device' });
  const part = <T extends z.ZodType>(shape: T, path: string, action: string, query?: Record<string, string>) =>
    ninja.readIfThere(context, shape, { path, action, ...(query ? { query } : {}) });
  const filter = { df: `id = ${id}` };
  const isWindows = device.nodeClass?.startsWith('WINDOWS_') ?? false;
  const [volumes, systems, healths, patches, services, user, organizations] = await Promise.all([
    part(z.array(volumeShape), `/v2/device/${id}/volumes`, 'read volumes'),
    part(reportShape(operatingSystemShape), '/v2/queries/operating-systems', 'report operating systems', filter),
    part(reportShape(healthShape), '/v2/queries/device-health', 'report device health', filter),
    part(z.array(patchShape), `/v2/device/${id}/os-patch-installs`, 'read patch installs', { status: 'INSTALLED' }),
    isWindows ? part(z.array(serviceShape), `/v2/device/${id}/windows-services`, 'read Windows services') : null,
    part(loggedOnUserShape, `/v2/device/${id}/last-logged-on-user`, 'read the last user'),
    organizationNames(context),
  ]);
  // reports are filtered again here: some instances ignore parts of the filter
  const isOurs = (row: { deviceId?: number | null | undefined }) => String(row.deviceId) === id;
  const system = systems?.results.find(isOurs) ?? device.os ?? undefined;
  const health = healths?.results.find(isOurs);
  const now = context.now();
  const lastBootAt = instant(system?.lastBootTime);
  const isOnline = device.offline === false;
  const installs = (patches ?? []).flatMap((patch) => (patch.installedAt ? [patch.installedAt] : []));
  return {
    ...toDevice({ ...device, os: system ?? null }, organizations),
    takenAt: now.toISOString(),
    lastBootAt,
    uptimeSeconds:
      lastBootAt && isOnline ? Math.max(Math.floor((now.getTime() - Date.parse(lastBootAt)) / 1_000), 0) : null,
    needsReboot: system?.needsReboot ?? (health?.pendingRebootReason ? true : null),
    systemDrive: systemDriveOf(volumes ?? []),
    patches: health
      ? {
          pending: health.pendingOSPatchesCount ?? 0,
          failed: health.failedOSPatchesCount ?? 0,
          lastInstalledAt: installs.length === 0 ? null : instant(Math.max(...installs)),
        }
      : null,
    services: services
      ? Object.fromEntries(
          services.map(({ name, displayName, state }) => [
            name.toLowerCase(),
            { name, displayName: displayName ?? name, state: serviceStateOf(state) },
          ]),
        )
      : null,
    health: healthOf(health?.healthStatus),
    lastUser: user?.userName ?? device.lastLoggedInUser ?? null,
    isInMaintenance: device.maintenance?.status === 'IN_MAINTENANCE',
  };
}
