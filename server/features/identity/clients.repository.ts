// Clients and people for lists and pages.
import type { Db } from '#server/platform/db/database.ts';
import type { Prisma } from '#server/platform/db/generated/client.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ListClientsInput, ListPeopleInput } from './identity.schema.ts';

const connection = { select: { id: true, name: true, connector: true } } as const;
const open = { status: { notIn: ['resolved', 'closed'] } } satisfies Prisma.IncidentWhereInput;

/** By name; the cursor is the last row's id, whose name is looked up. */
export async function findClientPage(tenant: TenantContext, db: Db, input: ListClientsInput) {
  const { orgId } = tenant;
  const after = input.cursor ? await findClient(tenant, db, input.cursor) : null;
  return db.client.findMany({
    where: {
      orgId,
      mergedIntoId: null,
      AND: [
        after ? { name: { gt: after.name } } : {},
        input.q
          ? {
              OR: [
                { name: { contains: input.q, mode: 'insensitive' } },
                { identities: { some: { name: { contains: input.q, mode: 'insensitive' } } } },
              ],
            }
          : {},
        input.show === 'doubtful' ? { identities: { some: { confidence: { lt: 90 } } } } : {},
        input.show === 'one-system' ? { id: { in: await knownToOne(tenant, db) } } : {},
      ],
    },
    include: withCounts,
    orderBy: { name: 'asc' },
    take: input.limit + 1,
  });
}

const withCounts = {
  identities: { include: { connection }, orderBy: { seenAt: 'asc' } },
  _count: {
    select: {
      devices: { where: { mergedIntoId: null } },
      people: { where: { mergedIntoId: null } },
      incidents: { where: open },
    },
  },
} satisfies Prisma.ClientInclude;

async function knownToOne({ orgId }: TenantContext, db: Db): Promise<string[]> {
  const groups = await db.clientIdentity.groupBy({
    by: ['clientId'],
    where: { orgId, goneAt: null },
    having: { connectionId: { _count: { lte: 1 } } },
    orderBy: { clientId: 'asc' },
    take: 5_000,
  });
  return groups.map(({ clientId }) => clientId);
}

export const findClient = ({ orgId }: TenantContext, db: Db, id: string) =>
  db.client.findUnique({ where: { orgId_id: { orgId, id } }, select: { id: true, name: true } });

export const readClientRow = ({ orgId }: TenantContext, db: Db, id: string) =>
  db.client.findUnique({ where: { orgId_id: { orgId, id } }, include: withCounts });

export const countIncidentsOfClients = ({ orgId }: TenantContext, db: Db, clientIds: string[]) =>
  db.incident.count({ where: { orgId, clientId: { in: clientIds }, ...open } });

export async function findPeoplePage(tenant: TenantContext, db: Db, input: ListPeopleInput) {
  const { orgId } = tenant;
  const after = input.cursor
    ? await db.person.findUnique({
        where: { orgId_id: { orgId, id: input.cursor } },
        select: { id: true, name: true },
      })
    : null;
  return db.person.findMany({
    where: {
      orgId,
      mergedIntoId: null,
      AND: [
        after ? { OR: [{ name: { gt: after.name } }, { name: after.name, id: { gt: after.id } }] } : {},
        input.clientId ? { clientId: input.clientId } : {},
        input.q
          ? {
              OR: [
                { name: { contains: input.q, mode: 'insensitive' } },
                { email: { contains: input.q, mode: 'insensitive' } },
              ],
            }
          : {},
      ],
    },
    include: {
      client: { select: { id: true, name: true } },
      identities: { include: { connection }, orderBy: { seenAt: 'asc' } },
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: input.limit + 1,
  });
}

export const countConflictsOf = ({ orgId }: TenantContext, db: Db, kind: string, subjectIds: string[]) =>
  db.identityConflict.groupBy({
    by: ['subjectId'],
    where: { orgId, kind, subjectId: { in: subjectIds }, resolvedAt: null },
    _count: { _all: true },
  });
