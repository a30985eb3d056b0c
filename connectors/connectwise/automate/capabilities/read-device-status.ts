// device.status: the computer, its drives, services and patching figures; what a server does not tell is null.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AutomateContext } from '../auth.ts';
import { road, wholeList } from '../client.ts';
import { readComputer } from '../computers.ts';
import { isId } from '../conditions.ts';
import { serverTimes } from '../times.ts';
import { patchesOf, serviceStateOf, systemDriveOf, toDevice } from '../transform.ts';
import { driveShape, patchingStatsShape, serviceShape } from '../vendor-shapes.ts';

export async function readDeviceStatus(
  context: AutomateContext,
  input: CapabilityInput<'device.status'>,
): Promise<CapabilityOutput<'device.status'>> {
  const computer = await readComputer(context, input.device);
  const ofComputer = `/Computers/${computer.Id}`;
  const condition = isId('ComputerId', computer.Id, 'computer');
  const [read, drives, services, stats] = await Promise.all([
    serverTimes(context),
    ifOffered(wholeList(context, { shape: driveShape, path: '/Computers/Drives', condition, action: 'read drives' })),
    ifOffered(wholeList(context, { shape: serviceShape, path: `${ofComputer}/Services`, action: 'read services' })),
    ifOffered(
      road.read(context, patchingStats, { path: `${ofComputer}/PatchingStats`, action: 'read patching figures' }),
    ),
  ]);
  const now = context.now();
  const device = toDevice(computer, read, now);
  const lastBootAt = read(computer.LastStartup);
  const patches = patchesOf(stats, read);
  return {
    ...device,
    takenAt: now.toISOString(),
    lastBootAt,
    uptimeSeconds:
      lastBootAt && device.online ? Math.max(Math.floor((now.getTime() - Date.parse(lastBootAt)) / 1_000), 0) : null,
    needsReboot: computer.IsRebootNeeded ?? null,
    systemDrive: systemDriveOf((drives ?? []).filter((drive) => drive.ComputerId === computer.Id)),
    patches,
    services: services
      ? Object.fromEntries(
          services.map(({ Name, Description, State }) => [
            Name.toLowerCase(),
            { name: Name, displayName: Description || Name, state: serviceStateOf(State) },
          ]),
        )
      : null,
    // Automate keeps no verdict over a computer
    health: 'unknown',
    lastUser: computer.LastUserName || null,
    isInMaintenance: computer.IsMaintenanceModeEnabled ?? false,
  };
}

/** one record, or a list with one */
const patchingStats = z.union([patchingStatsShape, z.array(patchingStatsShape).transform(([first]) => first ?? null)]);

/** Null where this server or this user class has no such thing. */
async function ifOffered<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ConnectorError && ['not-found', 'forbidden'].includes(error.kind)) return null;
    throw error;
  }
}
