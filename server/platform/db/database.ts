// The database as the application sees it: units of work, each one transaction with the tenant set inside it.
// The pool logs in as a role that owns nothing; row-level security does the rest.
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { TenantContext } from '../tenant.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';

/** A Prisma client bound to one transaction. */
export type Db = Prisma.TransactionClient;

/** Hand-written SQL inside a transaction; the same shape as the ports' `SqlTransaction`. */
export interface Sql {
  query<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
}

/** How long a unit of work may take, and wait for its turn. Reads and writes of our own rows only: never a vendor call inside. */
const limits = { timeout: 15_000, maxWait: 10_000 };

export interface Database {
  /** One transaction that sees one tenant. */
  withTenant<T>(tenant: Pick<TenantContext, 'orgId'>, work: (db: Db) => Promise<T>): Promise<T>;
  /** One transaction that sees the memberships and orgs of one person, before a tenant is chosen. */
  withUser<T>(userId: string, work: (db: Db) => Promise<T>): Promise<T>;
  /** One transaction on tables without a tenant (people, sessions, settings); any tenant table is an error here. */
  withoutTenant<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** The same three for hand-written SQL on hot paths: plain `pg`, no query builder. */
  sqlWithTenant<T>(tenant: Pick<TenantContext, 'orgId'>, work: (sql: Sql) => Promise<T>): Promise<T>;
  sqlWithoutTenant<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  pool: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  poolSize: number;
  /** a transaction that does nothing for so long belongs to a process that hangs: the server ends it, and its locks */
  idleTransactionMs?: number;
  onError(error: Error): void;
}

export function openDatabase(options: DatabaseOptions): Database {
  const pool = createPool(options);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });

  const inTransaction = <T>(setting: [name: string, value: string] | null, work: (db: Db) => Promise<T>): Promise<T> =>
    prisma.$transaction(async (db) => {
      if (setting) await db.$executeRaw`SELECT set_config(${setting[0]}, ${setting[1]}, true)`;
      return work(db);
    }, limits);

  const inSql = async <T>(orgId: string | null, work: (sql: Sql) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let failure: Error | undefined;
    try {
      await client.query('BEGIN');
      if (orgId)
        await client.query({ name: 'set-org', text: `SELECT set_config('app.org_id', $1, true)`, values: [orgId] });
      const result = await work(sqlOf(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((rollbackError: Error) => {
        failure = rollbackError;
      });
      throw error;
    } finally {
      // a connection that could not even roll back is thrown away, with whatever setting it still has
      client.release(failure);
    }
  };

  return {
    withTenant: (tenant, work) => inTransaction(['app.org_id', requireOrg(tenant)], work),
    withUser: (userId, work) => inTransaction(['app.user_id', userId], work),
    withoutTenant: (work) => inTransaction(null, work),
    sqlWithTenant: (tenant, work) => inSql(requireOrg(tenant), work),
    sqlWithoutTenant: (work) => inSql(null, work),
    pool,
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

function requireOrg(tenant: Pick<TenantContext, 'orgId'>): string {
  if (!tenant.orgId) throw new Error('A unit of work needs a tenant.');
  return tenant.orgId;
}

/** A pool that survives a restart of the server: errors of idle clients are reported, not thrown. */
export function createPool(options: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: options.idleTransactionMs ?? limits.timeout,
  });
  pool.on('error', options.onError);
  pool.on('connect', (client) => client.on('error', options.onError));
  return pool;
}

const sqlOf = (client: pg.PoolClient): Sql => ({
  query: async <Row>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as Row[],
});

/** Prisma's transaction as plain SQL, for ports that must write in the caller's transaction. */
export const sqlOfPrisma = (db: Db): Sql => ({
  query: <Row>(text: string, values?: unknown[]) => db.$queryRawUnsafe<Row[]>(text, ...(values ?? [])),
});
