// People written down as the systems that list them agree.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { agreeOnPerson } from './agree-on-person.ts';
import { saveConflicts } from './conflicts.repository.ts';
import { readPersonFacts } from './identity-facts.ts';
import { findClientsAt } from './records.repository.ts';
import { placeKey } from './subject-store.ts';

export async function settlePeople(tenant: TenantContext, db: Db, personIds: string[]): Promise<void> {
  const { orgId } = tenant;
  const ids = [...new Set(personIds)];
  const people = await db.person.findMany({ where: { orgId, id: { in: ids }, mergedIntoId: null } });
  const rows = await db.personIdentity.findMany({ where: { orgId, personId: { in: ids } } });
  const facts = rows.map((row) => ({ row, facts: readPersonFacts(row.facts) }));
  const clients = await findClientsAt(
    tenant,
    db,
    facts.flatMap(({ row, facts: { client } }) =>
      client ? [{ connectionId: row.connectionId, externalId: client.id }] : [],
    ),
  );
  const found = [];
  for (const person of people) {
    const identities = facts
      .filter(({ row }) => row.personId === person.id)
      .map(({ row, facts: said }) => ({
        connectionId: row.connectionId,
        externalId: row.externalId,
        clientId: said.client
          ? (clients.get(placeKey({ connectionId: row.connectionId, externalId: said.client.id })) ?? null)
          : null,
        facts: said,
        seenAt: row.seenAt,
        isGone: row.goneAt !== null,
      }));
    const { isGone, ...after } = agreeOnPerson({ ...person, isGone: person.goneAt !== null }, identities);
    const goneAt = isGone ? (person.goneAt ?? new Date()) : null;
    const next = { ...after, goneAt };
    if (JSON.stringify(next) !== JSON.stringify(pick(person, next))) {
      await db.person.update({ where: { orgId_id: { orgId, id: person.id } }, data: next });
    }
    const values = identities.flatMap(({ connectionId, externalId, clientId, isGone: gone }) =>
      clientId && !gone ? [{ connectionId, externalId, value: clientId }] : [],
    );
    const differing = [...new Set(values.map(({ value }) => value))].sort();
    if (differing.length > 1) {
      found.push({
        kind: 'person' as const,
        topic: 'clients-differ' as const,
        key: `clients-differ:${person.id}:${differing.join(' | ')}`.slice(0, 500),
        subjectId: person.id,
        detail: { values },
      });
    }
  }
  await saveConflicts(
    tenant,
    db,
    'person',
    people.map(({ id }) => id),
    found,
  );
}

const pick = <Shape extends object>(row: Record<string, unknown>, shape: Shape) =>
  Object.fromEntries(Object.keys(shape).map((key) => [key, row[key] ?? null]));
