// The one row that says whether this installation was set up, and the transaction that ends it for ever.
import { writeAudit } from '#server/features/audit/public.ts';
import type { Database, Db } from '#server/platform/db/database.ts';
import { AppError } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';

type SetupState = { tokenHash: string } | { finishedAt: string };

export interface FirstOrg {
  orgName: string;
  slug: string;
  name: string;
  email: string;
  passwordHash: string | null;
}

export interface SetupRepository {
  /** Stores a new token unless set-up is finished; answers whether it was stored. */
  openWith(tokenHash: string): Promise<boolean>;
  /** null = finished, or never opened */
  readTokenHash(): Promise<string | null>;
  /**
   * Makes the first person and org and ends set-up, all or nothing; null when `isRight` refuses or it is finished.
   * @throws CONFLICT when the person exists: a password typed here must not be ignored, nor replace theirs
   */
  finish(
    isRight: (tokenHash: string) => boolean,
    first: FirstOrg,
    now: Date,
  ): Promise<{ orgId: string; userId: string } | null>;
  /** An org and its owner without the token: for seeds and commands, never for a request. Leaves set-up as it is. */
  createOrg(first: FirstOrg): Promise<{ orgId: string; userId: string }>;
}

const key = 'setup';

export function createSetupRepository(database: Database): SetupRepository {
  return {
    openWith: (tokenHash) =>
      database.withoutTenant(async (db) => {
        const state = await lockState(db);
        if ('finishedAt' in state) return false;
        await db.instanceSetting.update({ where: { key }, data: { value: { tokenHash } } });
        return true;
      }),
    readTokenHash: () =>
      database.withoutTenant(async (db) => {
        const row = await db.instanceSetting.findUnique({ where: { key } });
        const state = row?.value as SetupState | undefined;
        return state && 'tokenHash' in state && state.tokenHash !== '' ? state.tokenHash : null;
      }),
    finish: (isRight, first, now) => {
      const orgId = newId();
      return database.withTenant({ orgId }, async (db) => {
        const state = await lockState(db);
        if ('finishedAt' in state || state.tokenHash === '' || !isRight(state.tokenHash)) return null;
        if (await db.user.findUnique({ where: { email: first.email }, select: { id: true } })) {
          throw new AppError('CONFLICT', {
            message: `${first.email} has an account here already. Use another address.`,
          });
        }
        await db.instanceSetting.update({ where: { key }, data: { value: { finishedAt: now.toISOString() } } });
        return createIn(db, orgId, first);
      });
    },
    createOrg: (first) => {
      const orgId = newId();
      return database.withTenant({ orgId }, (db) => createIn(db, orgId, first));
    },
  };
}

async function lockState(db: Db): Promise<SetupState> {
  await db.instanceSetting.createMany({ data: [{ key, value: { tokenHash: '' } }], skipDuplicates: true });
  const rows = await db.$queryRaw<
    { value: SetupState }[]
  >`SELECT value FROM instance_setting WHERE key = ${key} FOR UPDATE`;
  return rows[0]?.value ?? { tokenHash: '' };
}

async function createIn(db: Db, orgId: string, first: FirstOrg): Promise<{ orgId: string; userId: string }> {
  const { email, name, passwordHash } = first;
  const user = await db.user.upsert({
    where: { email },
    create: { id: newId(), email, name, passwordHash },
    update: {},
  });
  await db.org.create({ data: { id: orgId, slug: first.slug, name: first.orgName } });
  await db.member.create({ data: { orgId, id: newId(), userId: user.id, role: 'owner' } });
  const entry = { action: 'create-org', targetKind: 'org', targetId: orgId, detail: { name: first.orgName } };
  await writeAudit({ orgId, actor: `user:${user.id}`, role: 'owner' }, db, entry);
  return { orgId, userId: user.id };
}
