// Before something that cannot be taken back: is the vendor's device still the machine that was decided about? A
// record may have been given to another customer or another machine since the last sync.
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { OpenConnection } from '../connection/open-connection.ts';
import { findDeviceOwner, ownIdsOf } from './identities.repository.ts';
import { inConnector } from './prepare-call.ts';
import { Refused } from './refused.ts';
import type { Subject } from './resolve-target.ts';

/** @throws Refused when it is another; ConnectorError when the vendor cannot say (then nothing is done either) */
export async function confirmDevice(
  tenant: TenantContext,
  deps: { database: Database },
  connection: OpenConnection,
  device: Subject,
  signal: AbortSignal,
): Promise<void> {
  const status = connection.connector.capabilities['device.status'];
  if (!status) return;
  const context = connection.context({ mayMutate: false, signal });
  const externalId = device.external.get(connection.id) ?? '';
  const seen = await inConnector(connection, () => status.run(context, { device: externalId }, { tag: '' }));
  const problem = await deps.database.withTenant(tenant, async (db) => {
    const ours = await findDeviceOwner(tenant, db, device.id);
    if (ours?.serial && seen.serial && !isSame(ours.serial, seen.serial)) return 'stands for another machine now';
    if (!ours?.clientId || !seen.client) return null;
    const owner = (await ownIdsOf(tenant, db, connection.id, 'client', [seen.client.id])).get(seen.client.id);
    return owner === ours.clientId ? null : 'belongs to another client now';
  });
  if (!problem) return;
  throw new Refused(
    `"${device.name}" ${problem} in ${connection.connector.name}. Nothing was run on it. Sync "${connection.name}" and decide again.`,
  );
}

const isSame = (a: string, b: string): boolean => a.trim().toUpperCase() === b.trim().toUpperCase();
