// device.list and device.status.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { DeviceStatus } from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { healthOf, lastBootOf, lastUserOf, toDevice } from '../asset-transform.ts';
import type { SyncroContext } from '../auth.ts';
import { syncro } from '../client.ts';
import { listPage } from '../lists.ts';
import { assetShape, patchesShape } from '../vendor-shapes.ts';

export const assetList = { action: 'list the assets', path: '/customer_assets', rows: 'assets', row: assetShape };

export async function listDevices(
  context: SyncroContext,
  input: CapabilityInput<'device.list'>,
): Promise<CapabilityOutput<'device.list'>> {
  const query = { customer_id: input.client ? numberPart(input.client, 'Syncro customer') : null };
  const { items, next } = await listPage(context, { ...assetList, query }, input);
  return { items: items.map(toDevice), next };
}

/** seen as the bare asset and inside `{asset}` */
const oneAsset = z.union([z.object({ asset: assetShape }).transform(({ asset }) => asset), assetShape]);

export async function readDeviceStatus(
  context: SyncroContext,
  input: CapabilityInput<'device.status'>,
): Promise<CapabilityOutput<'device.status'>> {
  const id = numberPart(input.device, 'Syncro asset');
  const asset = await syncro.read(context, oneAsset, { action: 'read the asset', path: `/customer_assets/${id}` });
  const device = toDevice(asset);
  const lastBootAt = lastBootOf(asset);
  const now = context.now();
  const upMs = lastBootAt && device.online !== false ? now.getTime() - Date.parse(lastBootAt) : null;
  return {
    ...device,
    takenAt: now.toISOString(),
    lastBootAt,
    uptimeSeconds: upMs === null ? null : Math.max(Math.floor(upMs / 1_000), 0),
    needsReboot: null,
    systemDrive: null,
    patches: await readPatches(context, id),
    services: null,
    health: healthOf(asset),
    lastUser: lastUserOf(asset),
    isInMaintenance: false,
  };
}

const maxPatchPages = 20;

/** null where the asset is none with patches */
async function readPatches(context: SyncroContext, id: string): Promise<DeviceStatus['patches']> {
  try {
    const counts = { pending: 0, failed: 0 };
    const installed: string[] = [];
    for (let page = 1; page <= maxPatchPages; page++) {
      const call = {
        action: 'read the patches',
        path: `/customer_assets/${id}/patches`,
        query: page === 1 ? {} : { page },
      };
      const found = await syncro.read(context, patchesShape, call);
      for (const { status } of found.available_patches ?? []) {
        if (status === 'Failed Patches') counts.failed++;
        else if (status === 'Missing Patches') counts.pending++;
      }
      if (page === 1)
        installed.push(...(found.installed_patches ?? []).flatMap((row) => toInstant(row.installed_at) ?? []));
      if (page >= (found.available_patches_meta?.total_pages ?? 1)) break;
    }
    return { ...counts, lastInstalledAt: installed.sort().at(-1) ?? null };
  } catch (error) {
    const isAbsent =
      error instanceof ConnectorError && ['not-found', 'unsupported', 'invalid-input'].includes(error.kind);
    if (isAbsent) return null;
    throw error;
  }
}
