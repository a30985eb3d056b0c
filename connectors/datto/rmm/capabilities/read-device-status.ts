// device.status: the device, and its last audit for disks, serial and network cards. Services are not told by Datto.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import type { DattoContext } from '../auth.ts';
import { datto } from '../client.ts';
import { patchesOf, systemDriveOf, toDevice, toInstant } from '../device-transform.ts';
import { auditShape, deviceShape } from '../vendor-shapes.ts';

export async function readDeviceStatus(
  context: DattoContext,
  input: CapabilityInput<'device.status'>,
): Promise<CapabilityOutput<'device.status'>> {
  const uid = pathPart(input.device, 'device');
  const device = await datto.read(context, deviceShape, { path: `/v3/device/${uid}`, action: 'read the device' });
  // printers and hosts have audits of their own kind, and refuse this one
  const isComputer = device.deviceClass === null || device.deviceClass === 'device';
  const audit = isComputer
    ? await datto.readIfThere(context, auditShape, { path: `/v2/audit/device/${uid}`, action: 'read the last audit' })
    : null;
  const now = context.now();
  const lastBootAt = toInstant(device.lastReboot);
  const uptimeMs = lastBootAt === null ? null : now.getTime() - Date.parse(lastBootAt);
  return {
    ...toDevice(device, audit),
    takenAt: now.toISOString(),
    lastBootAt,
    uptimeSeconds: uptimeMs !== null && device.online === true ? Math.max(Math.floor(uptimeMs / 1_000), 0) : null,
    needsReboot: device.rebootRequired ?? null,
    systemDrive: systemDriveOf(audit),
    patches: patchesOf(device),
    services: null,
    health: 'unknown',
    lastUser: device.lastLoggedInUser,
    isInMaintenance: device.suspended === true,
  };
}
