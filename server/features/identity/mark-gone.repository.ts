// After a complete list: what was not on it is not there any more. It is said, not deleted; a record that comes back
// is simply back.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { deviceSubjects } from './device-subjects.repository.ts';
import { personSubjects } from './person-subjects.repository.ts';

const settledAtOnce = 500;

interface Listing {
  connectionId: string;
  /** records not seen since then were not listed */
  since: Date;
}

/** @returns how many records went */
export async function markGoneDevices(tenant: TenantContext, db: Db, { connectionId, since }: Listing) {
  const { orgId } = tenant;
  const gone = await db.deviceIdentity.findMany({
    where: { orgId, connectionId, seenAt: { lt: since }, goneAt: null },
    select: { id: true, deviceId: true },
    take: settledAtOnce,
  });
  await db.deviceIdentity.updateMany({
    where: { orgId, id: { in: gone.map(({ id }) => id) } },
    data: { goneAt: new Date() },
  });
  await deviceSubjects.settle(
    tenant,
    db,
    gone.map(({ deviceId }) => deviceId),
  );
  return gone.length;
}

export async function markGonePeople(tenant: TenantContext, db: Db, { connectionId, since }: Listing) {
  const { orgId } = tenant;
  const gone = await db.personIdentity.findMany({
    where: { orgId, connectionId, seenAt: { lt: since }, goneAt: null },
    select: { id: true, personId: true },
    take: settledAtOnce,
  });
  await db.personIdentity.updateMany({
    where: { orgId, id: { in: gone.map(({ id }) => id) } },
    data: { goneAt: new Date() },
  });
  await personSubjects.settle(
    tenant,
    db,
    gone.map(({ personId }) => personId),
  );
  return gone.length;
}

export async function markGoneClients({ orgId }: TenantContext, db: Db, { connectionId, since }: Listing) {
  const { count } = await db.clientIdentity.updateMany({
    where: { orgId, connectionId, seenAt: { lt: since }, goneAt: null },
    data: { goneAt: new Date() },
  });
  return count;
}
