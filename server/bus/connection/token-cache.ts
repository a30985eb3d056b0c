// Access tokens of a connection, encrypted, shared by all processes. Obtaining one happens once at a time: per
// process by a shared promise, across processes by an advisory lock that ends with its database session.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { connectionTokenPlace } from '#server/platform/crypto/connection-places.ts';
import type { OrgKeyring } from '#server/platform/crypto/org-keyring.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { createSemaphore } from './semaphore.ts';

export type ObtainToken = () => Promise<{ value: string; expiresInSeconds: number }>;

export interface TokenCache {
  read(tenant: TenantContext, connectionId: string, name: string, obtain: ObtainToken): Promise<string>;
  /** only if it is still this one: another process may have replaced it already */
  drop(tenant: TenantContext, connectionId: string, name: string, value: string | undefined): Promise<void>;
}

/** a token that ends within this is not worth handing out */
const skewMs = 30_000;
const lockWaitMs = 25_000;

export function createTokenCache(deps: { database: Database; keyring: OrgKeyring }): TokenCache {
  const { database, keyring } = deps;
  const underWay = new Map<string, Promise<string>>();
  // each refresh holds a database connection for its lock while it asks the vendor through others
  const refreshes = createSemaphore(3);

  async function stored(tenant: TenantContext, connectionId: string, name: string): Promise<string | undefined> {
    const row = await database.withTenant(tenant, (db) =>
      db.connectionToken.findUnique({
        where: { orgId_connectionId_name: { orgId: tenant.orgId, connectionId, name } },
        select: { value: true, expiresAt: true },
      }),
    );
    if (!row || row.expiresAt.getTime() < Date.now() + skewMs) return undefined;
    return keyring.openText(tenant, connectionTokenPlace(connectionId, name), row.value);
  }

  async function obtainAndStore(tenant: TenantContext, connectionId: string, name: string, obtain: ObtainToken) {
    const { value, expiresInSeconds } = await obtain();
    const sealed = await keyring.seal(tenant, connectionTokenPlace(connectionId, name), value);
    const expiresAt = new Date(Date.now() + expiresInSeconds * 1_000);
    const key = { orgId: tenant.orgId, connectionId, name };
    await database.withTenant(tenant, (db) =>
      db.connectionToken.upsert({
        where: { orgId_connectionId_name: key },
        create: { ...key, value: sealed, expiresAt },
        update: { value: sealed, expiresAt },
      }),
    );
    return value;
  }

  async function underLock(lock: string, work: () => Promise<string>): Promise<string> {
    const client = await database.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      await client.query(`SET LOCAL lock_timeout = ${lockWaitMs}`);
      await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [lock]);
      return await work();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === '55P03') {
        throw new ConnectorError('unavailable', 'Another process has been signing in for too long.', { cause: error });
      }
      throw error;
    } finally {
      await client.query('ROLLBACK').catch((error: Error) => {
        broken = error;
      });
      client.release(broken);
    }
  }

  return {
    async read(tenant, connectionId, name, obtain) {
      const known = await stored(tenant, connectionId, name);
      if (known !== undefined) return known;
      const key = `connection_token/${tenant.orgId}/${connectionId}/${name}`;
      const others = underWay.get(key);
      if (others) return others;
      const mine = refreshes
        .run(() =>
          underLock(
            key,
            async () =>
              (await stored(tenant, connectionId, name)) ?? (await obtainAndStore(tenant, connectionId, name, obtain)),
          ),
        )
        .finally(() => underWay.delete(key));
      underWay.set(key, mine);
      return mine;
    },
    async drop(tenant, connectionId, name, value) {
      const current = await stored(tenant, connectionId, name);
      if (current === undefined || (value !== undefined && current !== value)) return;
      await database.withTenant(tenant, (db) =>
        db.connectionToken.deleteMany({ where: { orgId: tenant.orgId, connectionId, name } }),
      );
    },
  };
}

/** For a connection that is not saved yet. */
export function createDraftTokens(): TokenCache {
  const values = new Map<string, string>();
  return {
    async read(_tenant, _connectionId, name, obtain) {
      const known = values.get(name) ?? (await obtain()).value;
      values.set(name, known);
      return known;
    },
    drop: async (_tenant, _connectionId, name) => void values.delete(name),
  };
}
