// Orgs and who belongs to them. Every change writes its audit entry in the same transaction.
import { writeAudit } from '#server/features/audit/public.ts';
import type { Database, Db } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { Role, TenantContext } from '#server/platform/tenant.ts';

export interface OrgSummary {
  id: string;
  slug: string;
  name: string;
}

export interface MemberRow {
  id: string;
  userId: string;
  role: Role;
  createdAt: Date;
  user: { name: string; email: string; passwordHash: string | null; disabledAt: Date | null };
}

/** What happened, told by the use case, written by the repository beside the change. */
export interface MemberAudit {
  action: 'invite-member' | 'change-member-role' | 'remove-member' | 'make-password-link' | 'rename-org';
  detail: Record<string, string | null>;
}

export interface MembersRepository {
  listOrgsOf(userId: string): Promise<(OrgSummary & { role: Role })[]>;
  /** The org of that slug if the person belongs to it, with their role as of now. */
  findMembership(userId: string, slug: string): Promise<{ org: OrgSummary; role: Role } | null>;
  list(tenant: TenantContext): Promise<MemberRow[]>;
  find(tenant: TenantContext, memberId: string): Promise<MemberRow | null>;
  /** Finds or makes the person, makes them a member; null when they already are one. */
  add(tenant: TenantContext, who: { email: string; name: string; role: Role }): Promise<{ member: MemberRow } | null>;
  /**
   * Runs `decide` on the member and on how many owners there are while both are locked: two admins who remove the
   * last two owners at the same moment find one of them refused.
   */
  change(
    tenant: TenantContext,
    memberId: string,
    decide: (member: MemberRow, owners: number) => { role: Role } | 'remove',
    audit: MemberAudit,
  ): Promise<MemberRow | null>;
  renameOrg(tenant: TenantContext, name: string): Promise<OrgSummary>;
  record(tenant: TenantContext, memberId: string, audit: MemberAudit): Promise<void>;
}

const withUser = { user: { select: { name: true, email: true, passwordHash: true, disabledAt: true } } } as const;

export function createMembersRepository(database: Database): MembersRepository {
  return {
    listOrgsOf: (userId) =>
      database.withUser(userId, async (db) => {
        const members = await db.member.findMany({ where: { userId }, select: { orgId: true, role: true } });
        const orgs = await db.org.findMany({ select: { id: true, slug: true, name: true }, orderBy: { name: 'asc' } });
        return orgs.flatMap((org) =>
          members.filter(({ orgId }) => orgId === org.id).map(({ role }) => ({ ...org, role })),
        );
      }),
    findMembership: (userId, slug) =>
      database.withUser(userId, async (db) => {
        const rows = await db.$queryRaw<(OrgSummary & { role: Role })[]>`
          SELECT o.id, o.slug, o.name, m.role FROM org o JOIN member m ON m.org_id = o.id
          WHERE o.slug = ${slug} AND m.user_id = ${userId}::uuid`;
        const row = rows[0];
        return row ? { org: { id: row.id, slug: row.slug, name: row.name }, role: row.role } : null;
      }),
    list: (tenant) =>
      database.withTenant(tenant, (db) =>
        db.member.findMany({ include: withUser, orderBy: { createdAt: 'asc' }, take: 1_000 }),
      ),
    find: (tenant, memberId) =>
      database.withTenant(tenant, (db) =>
        db.member.findUnique({ where: { orgId_id: { orgId: tenant.orgId, id: memberId } }, include: withUser }),
      ),
    add: (tenant, { email, name, role }) =>
      database.withTenant(tenant, async (db) => {
        await db.user.createMany({ data: [{ id: newId(), email, name }], skipDuplicates: true });
        const user = await db.user.findUniqueOrThrow({ where: { email }, select: { id: true } });
        const ids = { orgId: tenant.orgId, id: newId() };
        const { count } = await db.member.createMany({
          data: [{ ...ids, userId: user.id, role }],
          skipDuplicates: true,
        });
        if (count === 0) return null;
        await recordIn(db, tenant, ids.id, { action: 'invite-member', detail: { email, role } });
        return { member: await db.member.findUniqueOrThrow({ where: { orgId_id: ids }, include: withUser }) };
      }),
    change: (tenant, memberId, decide, audit) =>
      database.withTenant(tenant, async (db) => {
        const owners = await db.$queryRaw<{ id: string }[]>`
          SELECT id FROM member WHERE role = 'owner' OR id = ${memberId}::uuid ORDER BY id FOR UPDATE`;
        const where = { orgId_id: { orgId: tenant.orgId, id: memberId } };
        const member = await db.member.findUnique({ where, include: withUser });
        if (!member) return null;
        const ownerCount = member.role === 'owner' ? owners.length : owners.length - 1;
        const decision = decide(member, ownerCount);
        await recordIn(db, tenant, memberId, audit);
        if (decision !== 'remove') return db.member.update({ where, data: decision, include: withUser });
        await db.member.delete({ where });
        return member;
      }),
    renameOrg: (tenant, name) =>
      database.withTenant(tenant, async (db) => {
        await recordIn(db, tenant, tenant.orgId, { action: 'rename-org', detail: { name } });
        return db.org.update({
          where: { id: tenant.orgId },
          data: { name },
          select: { id: true, slug: true, name: true },
        });
      }),
    record: (tenant, memberId, audit) => database.withTenant(tenant, (db) => recordIn(db, tenant, memberId, audit)),
  };
}

async function recordIn(db: Db, tenant: TenantContext, targetId: string, audit: MemberAudit): Promise<void> {
  await writeAudit(tenant, db, { ...audit, targetId, targetKind: audit.action === 'rename-org' ? 'org' : 'member' });
}
