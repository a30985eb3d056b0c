// device.status: the endpoint, its heartbeat, last start, disks, services and whether patches wait for a restart. Most of
// these want the endpoint's private id, which the platform translates; what it does not tell is null.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { AsioContext } from '../auth.ts';
import { road } from '../client.ts';
import { namesOf, readCompanies, readSites } from '../companies.ts';
import { splitDeviceId } from '../device-id.ts';
import { serviceStateOf, systemDriveOf, toDevice } from '../device-transform.ts';
import { readHeartbeats } from '../devices.ts';
import { privateIdOf } from '../private-id.ts';
import {
  diskUsageShape,
  endpointFieldNames,
  endpointServiceShape,
  endpointShape,
  patchesShape,
  systemStateShape,
} from '../vendor-shapes.ts';

export async function readDeviceStatus(
  context: AsioContext,
  input: CapabilityInput<'device.status'>,
): Promise<CapabilityOutput<'device.status'>> {
  const id = splitDeviceId(input.device);
  const path = `/api/platform/v2/device/companies/${id.company}/sites/${id.site}/endpoints/${id.endpoint}`;
  const query = { field: endpointFieldNames.join(',') };
  const { platform } = await road.read(context, endpointShape, { path, query, action: 'read the device' });
  if (!platform) throw new ConnectorError('unsupported', 'This is no computer: ConnectWise keeps no state of it.');
  const privateId = await privateIdOf(context, id.endpoint);
  const endpoint = `/api/platform/v2/device/endpoints/${privateId}`;
  const part = <T extends z.ZodType>(shape: T, of: string, action: string) =>
    ifOffered(road.read(context, shape, { path: of, action }));
  const [companies, sites, heartbeats, state, disks, services, patches] = await Promise.all([
    readCompanies(context),
    readSites(context, id.company),
    readHeartbeats(context, 'endpoints', [id.endpoint]),
    part(systemStateShape, `${endpoint}/system-state-info`, 'read when it started'),
    part(diskUsageShape, `${endpoint}/disk-usage`, 'read its disks'),
    part(z.array(endpointServiceShape), `${path}/services`, 'read its services'),
    part(patchesShape, `/api/platform/v2/patching/${privateId}/patches`, 'read its patches'),
  ]);
  const words = { companies: namesOf(companies), sites: namesOf(sites), heartbeat: heartbeats.get(id.endpoint) };
  const device = toDevice(id, platform, words);
  const now = context.now();
  const lastBootAt = toInstant(state?.startupStatus?.lastBootUpTimeUTC);
  return {
    ...device,
    takenAt: now.toISOString(),
    lastBootAt,
    uptimeSeconds:
      lastBootAt && device.online ? Math.max(Math.floor((now.getTime() - Date.parse(lastBootAt)) / 1_000), 0) : null,
    needsReboot: patches?.summary?.pendingReboot ?? null,
    systemDrive: systemDriveOf(disks),
    // how many failed is not documented: the numbers of a patch's status have no meaning written down
    patches: null,
    services: services
      ? Object.fromEntries(
          services.map(({ serviceName, displayName, serviceStatus }) => [
            serviceName.toLowerCase(),
            { name: serviceName, displayName: displayName || serviceName, state: serviceStateOf(serviceStatus) },
          ]),
        )
      : null,
    health: 'unknown',
    lastUser: state?.lastLoggedOnUser?.username || null,
    isInMaintenance: false,
  };
}

/** Null where the platform has no such sample of this device, or the key lacks its scope. */
async function ifOffered<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ConnectorError && ['not-found', 'forbidden'].includes(error.kind)) return null;
    throw error;
  }
}
