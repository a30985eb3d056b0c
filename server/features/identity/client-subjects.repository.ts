// Clients as subjects. What a record of a client brings along when it moves: the devices and people that vendor lists
// under it. Closed and open history stays where it happened. Documentation is cited for nobody until it was read again.
import type { Db } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { byConnection, type SubjectRecord, type SubjectStore } from './subject-store.ts';

const subject = { id: true, name: true, mergedIntoId: true } as const;
const asRecord = (row: {
  id: string;
  clientId: string;
  connectionId: string;
  externalId: string;
  goneAt: Date | null;
}): SubjectRecord => ({
  id: row.id,
  subjectId: row.clientId,
  connectionId: row.connectionId,
  externalId: row.externalId,
  isGone: row.goneAt !== null,
});

export const clientSubjects: SubjectStore = {
  read: ({ orgId }, db, ids) => db.client.findMany({ where: { orgId, id: { in: ids } }, select: subject }),
  readMergedInto: ({ orgId }, db, ids) =>
    db.client.findMany({ where: { orgId, mergedIntoId: { in: ids } }, select: subject }),
  recordsOf: async ({ orgId }, db, subjectIds) =>
    (await db.clientIdentity.findMany({ where: { orgId, clientId: { in: subjectIds } }, orderBy: { id: 'asc' } })).map(
      asRecord,
    ),
  recordsAt: async ({ orgId }, db, places) =>
    places.length === 0
      ? []
      : (await db.clientIdentity.findMany({ where: { orgId, OR: byConnection(places) } })).map(asRecord),
  move: async (tenant, db, records, toId, why) => {
    await db.clientIdentity.updateMany({
      where: { orgId: tenant.orgId, id: { in: records.map(({ id }) => id) } },
      data: { clientId: toId, matchedBy: 'decision', ...why },
    });
    for (const record of records) await bringAlong(tenant, db, record, toId);
  },
  setMergedInto: async ({ orgId }, db, id, mergedIntoId) => {
    await db.client.update({ where: { orgId_id: { orgId, id } }, data: { mergedIntoId } });
  },
  makeFor: async (tenant, db, record, from) => {
    const { orgId } = tenant;
    const row = await db.clientIdentity.findUniqueOrThrow({
      where: { orgId_id: { orgId, id: record.id } },
      include: { connection: { select: { name: true } } },
    });
    const wanted = [row.name || from.name, `${row.name || from.name} (${row.connection.name})`];
    const taken = await db.client.findMany({ where: { orgId, name: { in: wanted } }, select: { name: true } });
    const id = newId();
    const name = wanted.find((one) => !taken.some((other) => other.name === one)) ?? `${wanted[1]} ${id.slice(-6)}`;
    await db.client.create({ data: { orgId, id, name } });
    return id;
  },
  settle: async () => {},
};

async function bringAlong({ orgId }: TenantContext, db: Db, record: SubjectRecord, toId: string): Promise<void> {
  const { connectionId, externalId, subjectId } = record;
  if (subjectId === toId) return;
  await db.$executeRaw`
    UPDATE device d SET client_id = ${toId}::uuid
    FROM device_identity i
    WHERE d.org_id = ${orgId}::uuid AND d.client_id = ${subjectId}::uuid AND i.org_id = d.org_id AND i.device_id = d.id
      AND i.connection_id = ${connectionId}::uuid AND i.facts #>> '{client,id}' = ${externalId}`;
  await db.$executeRaw`
    UPDATE person p SET client_id = ${toId}::uuid
    FROM person_identity i
    WHERE p.org_id = ${orgId}::uuid AND p.client_id = ${subjectId}::uuid AND i.org_id = p.org_id AND i.person_id = p.id
      AND i.connection_id = ${connectionId}::uuid AND i.facts #>> '{client,id}' = ${externalId}`;
  // which of them are of this record only the tool knows: the next reading says whose they are now
  await db.knowledgeArticle.updateMany({
    where: { orgId, connectionId, clientId: subjectId, goneAt: null },
    data: { goneAt: new Date() },
  });
}
