// What the database's own catalogue must say for tenants to be apart. Answers sentences; none is good.
import type pg from 'pg';

export interface TenantTable {
  name: string;
  columns: { name: string; type: string; kind: string; isNullable: boolean; hasDefault: boolean }[];
  primaryKey: string[];
  /** columns -> the tenant table they refer to */
  references: { columns: string[]; table: string; targets: string[] }[];
}

type Client = Pick<pg.ClientBase, 'query'>;

/** Tables without a tenant, each for a reason. A new one must be entered here, or have an org_id. */
const withoutTenant = new Set([
  'app_user', // a person may belong to several orgs
  'session', // of a person
  'sign_in_throttle', // hashes of addresses and accounts, before anybody is known
  'instance_setting', // of the installation
  'executor', // our own processes
  'address_governor', // requests per vendor from this installation's address; keyed by a hash
  '_prisma_migrations',
]);
/** Functions that look across tenants, and all they tell: ids and counts, a name or a hash, never content. */
const doorsAcrossTenants: Record<string, string> = {
  route_connection:
    'TABLE(org_id uuid, connector text, ingest_secret_hash bytea, former_secret_hash bytea, former_until timestamp with time zone, status connection_status)',
  due_hook_checks: 'TABLE(org_id uuid, connection_id uuid)',
  due_polls: 'TABLE(org_id uuid, connection_id uuid, connector text, trigger text)',
  pending_inbox_connections: 'TABLE(org_id uuid, connection_id uuid, oldest uuid, waiting bigint)',
  erase_expired_seals: 'bigint',
  route_script_callback: 'TABLE(org_id uuid, token_hash bytea)',
  pending_inbox_orgs: 'TABLE(org_id uuid, oldest uuid, waiting bigint)',
  list_org_ids: 'SETOF uuid',
  oldest_queued_run: 'TABLE(queued bigint, oldest timestamp with time zone)',
  stalled_runs: 'TABLE(org_id uuid, run_id uuid, seq integer, gave_up boolean)',
  expired_approvals: 'TABLE(org_id uuid, run_id uuid)',
  thinking_triages: 'TABLE(org_id uuid, id uuid)',
  ensure_partitions: 'integer',
  drop_partitions_before: 'SETOF text',
  forget_expired: 'TABLE(what text, forgotten bigint)',
};
/** org and member are also seen by the person they are about; everything else only by its tenant. Word for word. */
const seenBy = (name: string): string => {
  const person = (column: string, mine: string) =>
    `CASE WHEN (app_has_org() OR (app_user_id() IS NULL)) THEN (${column} = ( SELECT app_org() AS app_org)) ELSE (${mine}) END`;
  const me = 'user_id = ( SELECT app_user_id() AS app_user_id)';
  if (name === 'member') return person('org_id', me);
  if (name === 'org') return person('id', `id IN ( SELECT m.org_id FROM member m WHERE (m.${me}))`);
  return '(org_id = ( SELECT app_org() AS app_org))';
};

export async function readTenantTables(client: Client): Promise<TenantTable[]> {
  const rows = await client.query<{
    name: string;
    columns: TenantTable['columns'];
    key: string[];
    refs: TenantTable['references'] | null;
  }>(`
    SELECT c.relname AS name,
      (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, NULL), 'kind', t.typtype,
         'isNullable', NOT a.attnotnull, 'hasDefault', a.atthasdef) ORDER BY a.attnum)
       FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
      (SELECT json_agg(a.attname ORDER BY k.n) FROM pg_constraint p, unnest(p.conkey) WITH ORDINALITY k(num, n)
       JOIN pg_attribute a ON a.attnum = k.num WHERE p.conrelid = c.oid AND p.contype = 'p' AND a.attrelid = c.oid) AS key,
      (SELECT json_agg(json_build_object('table', f.confrelid::regclass::text,
         'columns', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.conkey) WITH ORDINALITY k(num, n) JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.num),
         'targets', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.confkey) WITH ORDINALITY k(num, n) JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.num)))
       FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.conparentid = 0) AS refs
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped)
    ORDER BY c.relname`);
  return rows.rows.map(({ name, columns, key, refs }) => ({ name, columns, primaryKey: key, references: refs ?? [] }));
}

async function findings(
  client: Client,
  sql: string,
  values: unknown[],
  say: (row: Record<string, string>) => string | null,
) {
  const { rows } = await client.query<Record<string, string>>(sql, values);
  return rows.flatMap((row) => say(row) ?? []);
}

/** `appRole` is the role the application logs in as. */
export async function auditCatalogue(client: Client, appRole: string): Promise<string[]> {
  const tenantClass = `c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND (c.relname = 'org' OR EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped))`;
  return [
    ...(await findings(
      client,
      `SELECT c.relname AS name FROM pg_class c WHERE ${tenantClass} AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
      [],
      ({ name }) => `${name}: row security is not enabled and forced`,
    )),
    ...(await findings(
      client,
      `SELECT c.relname AS name, count(p.*) FILTER (WHERE p.polroles = '{0}') AS every, count(p.*) FILTER (WHERE p.polpermissive AND p.polcmd = '*' AND p.polroles = '{0}') AS whole,
        min(pg_get_expr(p.polqual, p.polrelid)) FILTER (WHERE p.polroles = '{0}') AS qual,
        min(coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '-')) FILTER (WHERE p.polroles = '{0}') AS "check"
      FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid WHERE ${tenantClass} GROUP BY c.relname`,
      [],
      (row) => {
        const { name = '', every, whole, qual = '', check = '' } = row;
        if (Number(whole) !== 1 || Number(every) !== 1) return `${name}: ${every} policies for every role, not one`;
        if (qual.replace(/\s+/g, ' ').trim() !== seenBy(name)) return `${name}: rows are seen by "${qual}"`;
        const expected =
          name === 'org' ? '(id = ( SELECT app_org() AS app_org))' : '(org_id = ( SELECT app_org() AS app_org))';
        return check === expected ? null : `${name}: rows are written by "${check}"`;
      },
    )),
    ...(await findings(
      client,
      `SELECT c.relname AS name, p.polname AS policy, p.polcmd::text AS cmd, array_to_string(array(SELECT pg_get_userbyid(r) FROM unnest(p.polroles) r), ',') AS roles, pg_get_userbyid(c.relowner) AS owner
      FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE p.polroles <> '{0}'`,
      [],
      ({ name, policy, cmd, roles, owner }) =>
        roles === owner && cmd === 'r' ? null : `${name}: policy "${policy}" opens it to ${roles} for "${cmd}"`,
    )),
    ...(await findings(
      client,
      `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT (${tenantClass})`,
      [],
      ({ name = '' }) =>
        withoutTenant.has(name) ? null : `${name}: a table without a tenant that nobody gave a reason for`,
    )),
    ...(await findings(
      client,
      `SELECT c.relname AS name, has_table_privilege($1, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE') AS reachable, c.relrowsecurity AND c.relforcerowsecurity AS guarded
      FROM pg_class c WHERE c.relispartition AND c.relkind IN ('r', 'p')`,
      [appRole],
      ({ name, reachable, guarded }) =>
        reachable || !guarded ? `${name}: a partition that can be reached beside its parent` : null,
    )),
    ...(await findings(
      client,
      `SELECT nspname AS name FROM pg_namespace n WHERE nspname !~ '^pg_|^information_schema$|^dbos$'
        AND (has_schema_privilege($1, n.oid, 'CREATE') OR (nspname <> 'public' AND has_schema_privilege($1, n.oid, 'USAGE')))`,
      [appRole],
      ({ name }) => `schema ${name}: open to the application`,
    )),
    ...(await findings(
      client,
      `SELECT r.rolname AS name, r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication AS strong
      FROM pg_roles r WHERE pg_has_role($1, r.oid, 'MEMBER')`,
      [appRole],
      ({ name, strong }) => (strong ? `${name}: a role of the application that is more than a user` : null),
    )),
    ...(await findings(
      client,
      `SELECT c.relname AS name FROM pg_class c WHERE pg_has_role($1, c.relowner, 'MEMBER')
      UNION ALL SELECT p.proname FROM pg_proc p WHERE pg_has_role($1, p.proowner, 'MEMBER')
      UNION ALL SELECT n.nspname FROM pg_namespace n WHERE pg_has_role($1, n.nspowner, 'MEMBER')`,
      [appRole],
      ({ name }) => `${name}: belongs to the application`,
    )),
    ...(await findings(
      client,
      `SELECT c.relname AS name, priv FROM pg_class c, unnest(ARRAY['TRUNCATE', 'TRIGGER', 'REFERENCES']) priv
      WHERE c.relnamespace::regnamespace::text IN ('public', 'dbos') AND c.relkind IN ('r', 'p') AND has_table_privilege($1, c.oid, priv)
      UNION ALL SELECT 'dbos.dbos_migrations', priv FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) priv
      WHERE has_table_privilege($1, 'dbos.dbos_migrations', priv)
      UNION ALL SELECT current_database(), 'TEMPORARY' WHERE has_database_privilege($1, current_database(), 'TEMPORARY')`,
      [appRole],
      ({ name, priv }) => `${name}: the application may ${priv}`,
    )),
    ...(await findings(
      client,
      `SELECT f.conname AS name, c.relname AS "from", t.relname AS "to" FROM pg_constraint f
      JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class t ON t.oid = f.confrelid
      JOIN pg_attribute o ON o.attrelid = c.oid AND o.attname = 'org_id' JOIN pg_attribute p ON p.attrelid = t.oid AND p.attname = 'org_id'
      WHERE f.contype = 'f' AND f.conparentid = 0
        AND (array_position(f.conkey, o.attnum) IS NULL OR array_position(f.conkey, o.attnum) <> array_position(f.confkey, p.attnum))`,
      [],
      (row) => `${row.name}: ${row.from} may refer to a row of another tenant in ${row.to}`,
    )),
    ...(await findings(
      client,
      `SELECT i.indexrelid::regclass::text AS name, c.relname AS "table" FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_attribute o ON o.attrelid = c.oid AND o.attname = 'org_id' WHERE i.indisunique AND NOT (o.attnum = ANY (i.indkey::int2[]))`,
      [],
      (row) => `${row.name}: uniqueness in ${row.table} tells tenants of each other`,
    )),
    ...(await findings(
      client,
      `SELECT c.relname AS name, c.relkind::text AS kind, coalesce(array_to_string(c.reloptions, ','), '') AS options FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm')`,
      [],
      ({ name, kind, options = '' }) =>
        kind === 'm' || !options.includes('security_invoker=true') ? `${name}: a view with its owner's eyes` : null,
    )),
    ...(await findings(
      client,
      `SELECT p.proname AS name, p.prosecdef AS definer, pg_get_function_result(p.oid) AS tells, coalesce(array_to_string(p.proconfig, ','), '') AS config,
        EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0) AS public
      FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`,
      [],
      ({ name = '', definer, config = '', tells, public: isPublic }) => {
        if (isPublic) return `${name}(): everybody may call it`;
        if (!definer) return null;
        // pg_temp last: where it is not named, a temporary table of the caller is found before everything else
        if (!/search_path=[\w, ]*, pg_temp/.test(config))
          return `${name}(): runs as its owner with a search path that the caller can get in front of`;
        return doorsAcrossTenants[name] === tells ? null : `${name}(): a door across tenants that tells ${tells}`;
      },
    )),
  ];
}
