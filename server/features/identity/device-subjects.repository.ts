// Devices as subjects: their records are `device_identity` rows.
import type { Db } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { readDeviceFacts } from './identity-facts.ts';
import { settleDevices } from './settle-devices.repository.ts';
import { byConnection, type SubjectRecord, type SubjectStore } from './subject-store.ts';

const subject = { id: true, name: true, mergedIntoId: true } as const;
const asRecord = (row: {
  id: string;
  deviceId: string;
  connectionId: string;
  externalId: string;
  goneAt: Date | null;
}): SubjectRecord => ({
  id: row.id,
  subjectId: row.deviceId,
  connectionId: row.connectionId,
  externalId: row.externalId,
  isGone: row.goneAt !== null,
});

export const deviceSubjects: SubjectStore = {
  read: ({ orgId }, db, ids) => db.device.findMany({ where: { orgId, id: { in: ids } }, select: subject }),
  readMergedInto: ({ orgId }, db, ids) =>
    db.device.findMany({ where: { orgId, mergedIntoId: { in: ids } }, select: subject }),
  recordsOf: async ({ orgId }, db, subjectIds) =>
    (await db.deviceIdentity.findMany({ where: { orgId, deviceId: { in: subjectIds } }, orderBy: { id: 'asc' } })).map(
      asRecord,
    ),
  recordsAt: async ({ orgId }, db, places) =>
    places.length === 0
      ? []
      : (await db.deviceIdentity.findMany({ where: { orgId, OR: byConnection(places) } })).map(asRecord),
  move: async ({ orgId }, db, records, toId, why) => {
    await db.deviceIdentity.updateMany({
      where: { orgId, id: { in: records.map(({ id }) => id) } },
      data: { deviceId: toId, matchedBy: 'decision', ...why },
    });
  },
  setMergedInto: async ({ orgId }, db, id, mergedIntoId) => {
    await db.device.update({ where: { orgId_id: { orgId, id } }, data: { mergedIntoId } });
  },
  makeFor: async (tenant, db, record, from) => insertDeviceFor(tenant, db, record, from.name),
  settle: settleDevices,
};

async function insertDeviceFor(tenant: TenantContext, db: Db, record: SubjectRecord, name: string): Promise<string> {
  const { orgId } = tenant;
  const row = await db.deviceIdentity.findUniqueOrThrow({ where: { orgId_id: { orgId, id: record.id } } });
  const facts = readDeviceFacts(row.facts);
  const id = newId();
  await db.device.create({ data: { orgId, id, name: facts.name ?? name, role: facts.role ?? 'other' } });
  return id;
}
