// Before a directory is changed: is it sure whose it is? A client that was merged may have two directories behind one
// connection, and an account called "administrator" is in both.
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { assertDecidedAbout } from './confirm-device.ts';
import { countClientRecords } from './identities.repository.ts';
import type { PreparedCall } from './prepare-call.ts';
import { Refused } from './refused.ts';
import type { Subject } from './resolve-target.ts';

/** @throws Refused */
export async function confirmClient(
  tenant: TenantContext,
  deps: { database: Database },
  { connection, target }: Pick<PreparedCall, 'connection' | 'target'>,
  client: Subject,
): Promise<void> {
  assertDecidedAbout(client, target.args.client);
  const records = await deps.database.withTenant(tenant, (db) =>
    countClientRecords(tenant, db, connection.id, client.id),
  );
  if (records <= 1) return;
  throw new Refused(
    `"${client.name}" stands for ${records} customers of "${connection.name}", so it is not sure whose directory is meant. Nothing was changed. Split it under Clients.`,
  );
}
