// Access tokens of a connection, encrypted, shared by all processes. Obtaining one happens once at a time: per
// process by a shared promise, across processes by an advisory lock that ends with its database session.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { connectionTokenPlace } from '#server/platform/crypto/connection-places.ts';
import type { OrgKeyring } from '#server/platform/crypto/org-keyring.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { createSemaphore } from './semaphore.ts';
import { expireToken, findToken, saveToken } from './tokens.repository.ts';

/** `previous`: the last stored value, expired or dropped as it may be; a rotating refresh token lives in it */
export type ObtainToken = (previous?: string | null) => Promise<{ value: string; expiresInSeconds: number }>;

export interface TokenCache {
  read(tenant: TenantContext, connectionId: string, name: string, obtain: ObtainToken): Promise<string>;
  store(tenant: TenantContext, connectionId: string, name: string, value: string, expiresAt: Date): Promise<void>;
  /** never handed out again, but remembered; only if it is still this one: another process may have replaced it already */
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

  async function last(tenant: TenantContext, connectionId: string, name: string) {
    const row = await database.withTenant(tenant, (db) => findToken(tenant, db, connectionId, name));
    if (!row) return null;
    const value = await keyring.openText(tenant, connectionTokenPlace(connectionId, name), row.value);
    return { value, isFresh: row.expiresAt.getTime() >= Date.now() + skewMs };
  }

  async function store(tenant: TenantContext, connectionId: string, name: string, value: string, expiresAt: Date) {
    const sealed = await keyring.seal(tenant, connectionTokenPlace(connectionId, name), value);
    await database.withTenant(tenant, (db) => saveToken(tenant, db, { connectionId, name, value: sealed, expiresAt }));
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
    store,
    async read(tenant, connectionId, name, obtain) {
      const known = await last(tenant, connectionId, name);
      if (known?.isFresh) return known.value;
      const key = `connection_token/${tenant.orgId}/${connectionId}/${name}`;
      const others = underWay.get(key);
      if (others) return others;
      const refresh = () =>
        underLock(key, async () => {
          // whoever had the lock before may have done it
          const now = await last(tenant, connectionId, name);
          if (now?.isFresh) return now.value;
          const { value, expiresInSeconds } = await obtain(now?.value ?? null);
          await store(tenant, connectionId, name, value, new Date(Date.now() + expiresInSeconds * 1_000));
          return value;
        });
      const mine = refreshes.run(refresh).finally(() => underWay.delete(key));
      underWay.set(key, mine);
      return mine;
    },
    async drop(tenant, connectionId, name, value) {
      const current = await last(tenant, connectionId, name);
      if (!current?.isFresh || (value !== undefined && current.value !== value)) return;
      await database.withTenant(tenant, (db) => expireToken(tenant, db, connectionId, name));
    },
  };
}

export interface DraftTokens extends Omit<TokenCache, 'store'> {
  /** what was obtained, to be kept under the connection once it is saved: a refresh token may have been used up */
  obtained(): { name: string; value: string; expiresAt: Date }[];
}

/** For a connection that is not saved yet. */
export function createDraftTokens(): DraftTokens {
  const tokens = new Map<string, { value: string; expiresAt: Date }>();
  return {
    async read(_tenant, _connectionId, name, obtain) {
      const known = tokens.get(name);
      if (known && known.expiresAt.getTime() > Date.now()) return known.value;
      const { value, expiresInSeconds } = await obtain(known?.value ?? null);
      tokens.set(name, { value, expiresAt: new Date(Date.now() + expiresInSeconds * 1_000) });
      return value;
    },
    async drop(_tenant, _connectionId, name) {
      const known = tokens.get(name);
      if (known) tokens.set(name, { ...known, expiresAt: new Date(0) });
    },
    obtained: () => [...tokens].map(([name, token]) => ({ name, ...token })),
  };
}
