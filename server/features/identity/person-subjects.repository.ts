// People at clients as subjects.
import { newId } from '#server/platform/ids.ts';
import { readPersonFacts } from './identity-facts.ts';
import { settlePeople } from './settle-people.repository.ts';
import { byConnection, type SubjectRecord, type SubjectStore } from './subject-store.ts';

const subject = { id: true, name: true, mergedIntoId: true } as const;
const asRecord = (row: {
  id: string;
  personId: string;
  connectionId: string;
  externalId: string;
  goneAt: Date | null;
}): SubjectRecord => ({
  id: row.id,
  subjectId: row.personId,
  connectionId: row.connectionId,
  externalId: row.externalId,
  isGone: row.goneAt !== null,
});

export const personSubjects: SubjectStore = {
  read: ({ orgId }, db, ids) => db.person.findMany({ where: { orgId, id: { in: ids } }, select: subject }),
  readMergedInto: ({ orgId }, db, ids) =>
    db.person.findMany({ where: { orgId, mergedIntoId: { in: ids } }, select: subject }),
  recordsOf: async ({ orgId }, db, subjectIds) =>
    (await db.personIdentity.findMany({ where: { orgId, personId: { in: subjectIds } }, orderBy: { id: 'asc' } })).map(
      asRecord,
    ),
  recordsAt: async ({ orgId }, db, places) =>
    places.length === 0
      ? []
      : (await db.personIdentity.findMany({ where: { orgId, OR: byConnection(places) } })).map(asRecord),
  move: async ({ orgId }, db, records, toId, why) => {
    await db.personIdentity.updateMany({
      where: { orgId, id: { in: records.map(({ id }) => id) } },
      data: { personId: toId, matchedBy: 'decision', ...why },
    });
  },
  setMergedInto: async ({ orgId }, db, id, mergedIntoId) => {
    await db.person.update({ where: { orgId_id: { orgId, id } }, data: { mergedIntoId } });
  },
  makeFor: async ({ orgId }, db, record, from) => {
    const row = await db.personIdentity.findUniqueOrThrow({ where: { orgId_id: { orgId, id: record.id } } });
    const id = newId();
    await db.person.create({ data: { orgId, id, name: readPersonFacts(row.facts).name ?? from.name } });
    return id;
  },
  settle: settlePeople,
};
