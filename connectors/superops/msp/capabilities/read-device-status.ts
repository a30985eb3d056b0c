// device.status: the asset, its disks, patches and last sign-in; what a tenant does not offer is null. SuperOps tells how
// long a device has been up, in words, and nothing about its services.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { patchesOf, systemDriveOf, toDevice } from '../asset-transform.ts';
import { readAsset } from '../assets.ts';
import type { SuperopsContext } from '../auth.ts';
import { superops } from '../client.ts';
import { patchList } from '../collections.ts';
import { toSeconds } from '../instants.ts';
import { isRefused, listWhole } from '../lists.ts';
import { diskShape } from '../vendor-shapes.ts';

export async function readDeviceStatus(
  context: SuperopsContext,
  input: CapabilityInput<'device.status'>,
): Promise<CapabilityOutput<'device.status'>> {
  // first and alone: an unknown asset must say so once
  const asset = await readAsset(context, input.device);
  const [disks, patches, lastUser] = await Promise.all([
    ifOffered(readDisks(context, asset.assetId)),
    ifOffered(listWhole(context, patchList(asset.assetId), 20)),
    asset.loggedInUser ? asset.loggedInUser : ifOffered(readLastUser(context, asset.assetId)),
  ]);
  const device = toDevice(asset);
  return {
    ...device,
    takenAt: context.now().toISOString(),
    lastBootAt: null,
    uptimeSeconds: device.online === false ? null : toSeconds(asset.sysUptime),
    needsReboot: null,
    systemDrive: systemDriveOf(disks ?? []),
    patches: patches ? patchesOf(patches) : null,
    services: null,
    health: 'unknown',
    lastUser,
    isInMaintenance: false,
  };
}

async function ifOffered<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (isRefused(error)) return null;
    throw error;
  }
}

async function readDisks(context: SuperopsContext, assetId: string) {
  const shape = z.object({ getAssetDiskDetails: z.array(diskShape.nullable()).nullable() });
  const { getAssetDiskDetails } = await superops.ask(context, shape, {
    action: 'read the disks of the asset',
    document: 'query ($input: AssetIdentifierInput!) { getAssetDiskDetails(input: $input) { drive size freeSize } }',
    variables: { input: { assetId } },
  });
  return (getAssetDiskDetails ?? []).filter((disk) => disk !== null);
}

async function readLastUser(context: SuperopsContext, assetId: string): Promise<string | null> {
  const log = z.object({ name: z.string().nullish() }).nullish();
  const shape = z.object({ getAssetSummary: z.object({ lastUserLog: log }).nullable() });
  const { getAssetSummary } = await superops.ask(context, shape, {
    action: 'read the last sign-in on the asset',
    document: 'query ($input: AssetIdentifierInput!) { getAssetSummary(input: $input) { lastUserLog { name } } }',
    variables: { input: { assetId } },
  });
  return getAssetSummary?.lastUserLog?.name ?? null;
}
