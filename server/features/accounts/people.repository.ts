// People, their sessions and their one-time password links: rows that belong to no org.
import type { Database } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';

export interface Person {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
  disabledAt: Date | null;
}

export interface SessionRow {
  id: string;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

export interface PasswordLink {
  tokenHash: string;
  expiresAt: string;
}

export interface PeopleRepository {
  findByEmail(email: string): Promise<Person | null>;
  openSession(session: { userId: string; userAgent: string | null; now: Date; expiresAt: Date }): Promise<string>;
  /** The person of a session that is neither revoked, expired, idle since `idleBefore`, nor of a disabled person. */
  readSession(
    id: string,
    at: { now: Date; idleBefore: Date },
  ): Promise<{ id: string; lastSeenAt: Date; user: Person } | null>;
  touchSession(id: string, now: Date): Promise<void>;
  listSessions(userId: string, at: { now: Date; idleBefore: Date }): Promise<SessionRow[]>;
  /** Answers how many ended; only the person's own sessions can. */
  revokeSessions(userId: string, which: { id?: string; except?: string }, now: Date): Promise<number>;
  writePasswordLink(userId: string, link: PasswordLink): Promise<void>;
  readPasswordLink(userId: string): Promise<PasswordLink | null>;
  /** If `isRight` agrees, in one transaction: the link is gone, the password is set, every session ends. */
  redeemPasswordLink(
    userId: string,
    isRight: (link: PasswordLink, orgs: number) => boolean,
    passwordHash: string,
    now: Date,
  ): Promise<Person | null>;
}

const linkKey = (userId: string): string => `password-link:${userId}`;

export function createPeopleRepository(database: Database): PeopleRepository {
  const alive = (at: { now: Date; idleBefore: Date }) => ({
    revokedAt: null,
    expiresAt: { gt: at.now },
    lastSeenAt: { gt: at.idleBefore },
  });
  return {
    findByEmail: (email) => database.withoutTenant((db) => db.user.findUnique({ where: { email } })),
    openSession: ({ userId, userAgent, now, expiresAt }) =>
      database.withoutTenant(async (db) => {
        const id = newId();
        await db.session.create({ data: { id, userId, userAgent, createdAt: now, lastSeenAt: now, expiresAt } });
        return id;
      }),
    readSession: (id, at) =>
      database.withoutTenant((db) =>
        db.session.findFirst({
          where: { id, ...alive(at), user: { disabledAt: null } },
          select: { id: true, lastSeenAt: true, user: true },
        }),
      ),
    touchSession: (id, now) =>
      database.withoutTenant(async (db) => {
        await db.session.updateMany({ where: { id }, data: { lastSeenAt: now } });
      }),
    listSessions: (userId, at) =>
      database.withoutTenant((db) =>
        db.session.findMany({
          where: { userId, ...alive(at) },
          select: { id: true, userAgent: true, createdAt: true, lastSeenAt: true, expiresAt: true },
          orderBy: { lastSeenAt: 'desc' },
          take: 100,
        }),
      ),
    revokeSessions: (userId, which, now) =>
      database.withoutTenant(async (db) => {
        const id = { ...(which.id && { equals: which.id }), ...(which.except && { not: which.except }) };
        const { count } = await db.session.updateMany({
          where: { userId, id, revokedAt: null },
          data: { revokedAt: now },
        });
        return count;
      }),
    writePasswordLink: (userId, link) =>
      database.withoutTenant(async (db) => {
        const value = { ...link };
        await db.instanceSetting.upsert({
          where: { key: linkKey(userId) },
          create: { key: linkKey(userId), value },
          update: { value },
        });
      }),
    readPasswordLink: (userId) =>
      database.withoutTenant(async (db) => {
        const row = await db.$queryRaw<{ value: PasswordLink }[]>`
          SELECT value FROM instance_setting WHERE key = ${linkKey(userId)}`;
        return row[0]?.value ?? null;
      }),
    redeemPasswordLink: (userId, isRight, passwordHash, now) =>
      database.withUser(userId, async (db) => {
        const row = await db.$queryRaw<{ value: PasswordLink }[]>`
          SELECT value FROM instance_setting WHERE key = ${linkKey(userId)} FOR UPDATE`;
        const link = row[0]?.value;
        if (!link || !isRight(link, await db.member.count({ where: { userId } }))) return null;
        await db.instanceSetting.delete({ where: { key: linkKey(userId) } });
        await db.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } });
        return db.user.update({ where: { id: userId }, data: { passwordHash } });
      }),
  };
}
