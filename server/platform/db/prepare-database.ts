// Before anything runs: the roles and the database exist, migrations are applied, the application's login works.
// Uses the owner's URL; nothing else in the product does.
import { createHash } from 'node:crypto';
import pg from 'pg';

/** one process at a time changes roles and rights */
const preparingLock = 827_364_501;

export interface PreparedDatabase {
  ownerUrl: string;
  appUrl: string;
}

/** The embedded server: an owner role that is not a superuser, and its database. */
export async function createEmbeddedDatabase(options: {
  adminUrl: string;
  database: string;
  password: string;
}): Promise<string> {
  const owner = 'mspclaw_owner';
  const client = new pg.Client({ connectionString: options.adminUrl });
  await client.connect();
  try {
    const password = pg.escapeLiteral(options.password);
    const { rowCount: hasOwner } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [owner]);
    await client.query(
      hasOwner
        ? `ALTER ROLE ${owner} PASSWORD ${password}`
        : `CREATE ROLE ${owner} LOGIN CREATEROLE CREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD ${password}`,
    );
    const { rowCount: hasDatabase } = await client.query('SELECT FROM pg_database WHERE datname = $1', [
      options.database,
    ]);
    if (!hasDatabase) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(options.database)} OWNER ${owner}`);
  } finally {
    await client.end();
  }
  const url = new URL(options.adminUrl);
  url.username = owner;
  url.password = encodeURIComponent(options.password);
  url.pathname = `/${options.database}`;
  return url.href;
}

/**
 * The application's login: a member of `mspclaw_app`, named after the database so that several installations can
 * share a server. Run after the migrations, which make the group.
 */
export async function createAppLogin(options: { ownerUrl: string; password: string }): Promise<string> {
  const url = new URL(options.ownerUrl);
  const database = decodeURIComponent(url.pathname.slice(1));
  const login = `mspclaw_app_${createHash('sha256').update(database).digest('hex').slice(0, 10)}`;
  const client = new pg.Client({ connectionString: options.ownerUrl });
  await client.connect();
  try {
    // two starts at once: one makes the role, the other waits
    await client.query('SELECT pg_advisory_lock($1)', [preparingLock]);
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [login]);
    const password = pg.escapeLiteral(options.password);
    const attributes = `LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS INHERIT PASSWORD ${password}`;
    await client.query(rowCount ? `ALTER ROLE ${login} PASSWORD ${password}` : `CREATE ROLE ${login} ${attributes}`);
    // asked of the catalogue, not of the line above: an earlier start may have stopped between the two
    const { rows } = await client.query<{ isMember: boolean }>(
      `SELECT pg_has_role($1, 'mspclaw_app', 'member') AS "isMember"`,
      [login],
    );
    if (!rows[0]?.isMember) await client.query(`GRANT mspclaw_app TO ${login}`).catch(explainGrant(url));
    await client.query(`GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO mspclaw_app`);
    await ensurePartitions(client);
    await client.query('SELECT pg_advisory_unlock($1)', [preparingLock]);
  } finally {
    await client.end();
  }
  url.username = login;
  url.password = encodeURIComponent(options.password);
  return url.href;
}

/** Gives way to work under way, and comes again: without its month a row still finds the partition of the rest. */
async function ensurePartitions(client: pg.Client): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query('SELECT ensure_partitions()');
      return;
    } catch (error) {
      const isBusy = error instanceof Error && 'code' in error && ['55P03', '40P01'].includes(String(error.code));
      if (!isBusy || attempt === 10) throw error;
    }
  }
}

/**
 * What only the owner may say, after every migration: how long things are kept at least, and that the durable engine's
 * tables are there to be read and written. Its own command also lets the application truncate them and hang triggers
 * on them, which would run as the owner at the next upgrade.
 */
export async function settleRights(options: { ownerUrl: string; retentionDays: number | undefined }): Promise<void> {
  const client = new pg.Client({ connectionString: options.ownerUrl });
  await client.connect();
  try {
    // two starts at once would change the same rights; the lock ends with the connection
    await client.query('SELECT pg_advisory_lock($1)', [preparingLock]);
    await client.query('REVOKE TRUNCATE, TRIGGER, REFERENCES ON ALL TABLES IN SCHEMA dbos FROM mspclaw_app');
    await client.query('REVOKE INSERT, UPDATE, DELETE ON dbos.dbos_migrations FROM mspclaw_app');
    if (options.retentionDays === undefined) return;
    await client.query(
      'INSERT INTO partitions.retention (days) VALUES ($1) ON CONFLICT (only_row) DO UPDATE SET days = excluded.days',
      [options.retentionDays],
    );
  } finally {
    await client.end();
  }
}

/** Another installation on this server made the group, as another owner: PostgreSQL 16 and later let only that one grant it. */
const explainGrant = (url: URL) => (error: unknown) => {
  if ((error as { code?: string }).code !== '42501') throw error;
  const owner = decodeURIComponent(url.username);
  throw new Error(
    `The role mspclaw_app on ${url.host} was made by another installation, so "${owner}" may not grant it. Fix, as an administrator of that server: GRANT mspclaw_app TO "${owner}" WITH ADMIN OPTION`,
    { cause: error },
  );
};
