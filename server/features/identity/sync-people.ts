// People at clients as a connection told of them, made ours: one person, one record per connection. Matched by mail or
// sign-in name only; a name is no sign, two people of a client may share it.
import type { Db } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import { storableJson, storableText } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { addressesOf } from './agree-on-person.ts';
import { type FoundConflict, saveConflicts } from './conflicts.repository.ts';
import { takeIdentityTurn } from './decisions.repository.ts';
import type { PersonFacts } from './identity-facts.ts';
import { confidenceOfPerson, type PersonMatch } from './match-confidence.ts';
import { personSubjects } from './person-subjects.repository.ts';
import { placeKey } from './subject-store.ts';
import { wordsInForce } from './words-in-force.ts';

/** Ids are the vendor's. */
export interface VendorPerson {
  id: string;
  name: string;
  client: { id: string; name: string | null } | null;
  email: string | null;
  principalName: string | null;
  jobTitle: string | null;
  isActive: boolean;
}

export interface SyncedPeople {
  seen: number;
  added: number;
  matched: number;
}

/** @param clientIds vendor's client id -> ours */
export async function syncPeople(
  tenant: TenantContext,
  db: Db,
  connectionId: string,
  people: VendorPerson[],
  clientIds: ReadonlyMap<string, string>,
): Promise<SyncedPeople> {
  const { orgId } = tenant;
  const result: SyncedPeople = { seen: people.length, added: 0, matched: 0 };
  if (people.length === 0) return result;
  await takeIdentityTurn(tenant, db);
  const externalIds = people.map(({ id }) => id);
  const rows = await db.personIdentity.findMany({ where: { orgId, connectionId, externalId: { in: externalIds } } });
  const known = new Map(rows.map((row) => [row.externalId, row.personId]));
  const strangers = people.filter(({ id }) => !known.has(id));
  const words = await wordsInForce(
    tenant,
    db,
    'person',
    personSubjects,
    strangers.map(({ id }) => ({ connectionId, externalId: id })),
  );
  const candidates = await findCandidates(tenant, db, connectionId, strangers.flatMap(addressesOf));
  const touched: string[] = [];
  const doubts: FoundConflict[] = [];
  const seenAt = new Date();
  for (const person of people) {
    const facts = factsOf(person);
    const addresses = addressesOf(person);
    const clientId = person.client ? (clientIds.get(person.client.id) ?? null) : null;
    let personId = known.get(person.id);
    let matchedBy: PersonMatch = 'new';
    if (!personId) {
      const word = words.get(placeKey({ connectionId, externalId: person.id }));
      const fitting = candidates.filter(
        (one) =>
          !word?.not.has(one.personId) &&
          one.addresses.some((address) => addresses.includes(address)) &&
          (clientId === null || one.person.clientId === null || one.person.clientId === clientId),
      );
      const ids = [...new Set(fitting.map((one) => one.personId))];
      if (word?.sameAs) [personId, matchedBy] = [word.sameAs, 'decision'];
      else if (ids.length === 1 && ids[0]) [personId, matchedBy] = [ids[0], 'address'];
      if (personId) result.matched++;
      else {
        personId = newId();
        result.added++;
        await db.person.create({
          data: { orgId, id: personId, clientId, name: facts.name ?? person.id, email: facts.email },
        });
        if (ids.length > 1) doubts.push(twoCandidates(personId, ids));
      }
      // one record of this connection per person: whoever is taken is no candidate any more
      candidates.splice(0, candidates.length, ...candidates.filter((one) => one.personId !== personId));
    }
    const said = { addresses, facts: JSON.parse(storableJson(facts)), seenAt, goneAt: null };
    await db.personIdentity.upsert({
      where: { orgId_connectionId_externalId: { orgId, connectionId, externalId: person.id } },
      create: {
        ...said,
        ...confidenceOfPerson(matchedBy),
        orgId,
        id: newId(),
        personId,
        connectionId,
        externalId: person.id,
        matchedBy,
      },
      update: said,
    });
    touched.push(personId);
  }
  await personSubjects.settle(tenant, db, touched);
  await saveConflicts(tenant, db, 'person', [], doubts);
  return result;
}

const findCandidates = (tenant: TenantContext, db: Db, connectionId: string, addresses: string[]) =>
  addresses.length === 0
    ? Promise.resolve([])
    : db.personIdentity.findMany({
        where: {
          orgId: tenant.orgId,
          addresses: { hasSome: addresses },
          person: { mergedIntoId: null, identities: { none: { connectionId, goneAt: null } } },
        },
        select: { personId: true, addresses: true, person: { select: { clientId: true } } },
        take: 2_000,
      });

const twoCandidates = (subjectId: string, candidateIds: string[]): FoundConflict => ({
  kind: 'person',
  topic: 'two-candidates',
  key: `two-candidates:${subjectId}:${candidateIds.sort().join(',')}`.slice(0, 500),
  subjectId,
  detail: { candidateIds: candidateIds.slice(0, 10) },
});

const factsOf = (person: VendorPerson): PersonFacts => ({
  name: storableText(person.name).trim().slice(0, 200) || null,
  client: person.client,
  email: person.email?.trim().slice(0, 320) || null,
  principalName: person.principalName?.trim().slice(0, 320) || null,
  jobTitle: person.jobTitle?.slice(0, 200) ?? null,
  isActive: person.isActive,
});
