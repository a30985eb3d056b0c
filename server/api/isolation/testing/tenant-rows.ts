// A row in every tenant table, made from the catalogue: a table added tomorrow has rows in the suites tomorrow. Every text is
// the org's canary, so that a leak is recognised wherever it turns up.
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { priorities } from '#server/features/service-levels/service-level.schema.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantTable } from './catalogue.ts';

type Client = Pick<pg.ClientBase, 'query'>;
export type Row = Record<string, unknown>;

export interface SeededOrg {
  orgId: string;
  slug: string;
  userId: string;
  canary: string;
  rows: Map<string, Row>;
}

/** Referred tables before the ones that refer; a circle (a playbook and its live version) is entered where a null is allowed. */
export function inOrderOfReference(tables: readonly TenantTable[]): TenantTable[] {
  const targetsOf = (table: TenantTable, onlyRequired: boolean): TenantTable[] =>
    table.references.flatMap((reference) => {
      const own = table.columns.filter(({ name }) => name !== 'org_id' && reference.columns.includes(name));
      if (onlyRequired && own.some(({ isNullable }) => isNullable)) return [];
      return tables.filter((other) => other !== table && other.name === reference.table);
    });
  const needs = (table: TenantTable, other: TenantTable): boolean =>
    targetsOf(table, true).some((target) => target === other || needs(target, other));
  const done = new Set<TenantTable>();
  const visit = (table: TenantTable, trail: readonly TenantTable[]): void => {
    if (done.has(table) || trail.includes(table)) return;
    for (const target of targetsOf(table, false)) if (!needs(target, table)) visit(target, [...trail, table]);
    done.add(table);
  };
  for (const table of tables) visit(table, []);
  return [...done];
}

function madeValue(column: TenantTable['columns'][number], canary: string, enums: Map<string, string>): unknown {
  const { type } = column;
  if (type === 'uuid') return newId();
  if (type === 'text' || type.startsWith('character')) return `${canary}-${randomBytes(6).toString('hex')}`;
  if (type === 'jsonb') return JSON.stringify({ canary });
  if (type === 'bytea') return randomBytes(32);
  if (type.startsWith('timestamp')) return new Date();
  if (type === 'boolean') return true;
  if (type.endsWith('[]')) return [];
  if (column.kind === 'e') return enums.get(type);
  return 1;
}

/** Columns that are read back by a schema: a row that no reader can read would prove nothing of that reader. */
const shaped: Record<string, Record<string, unknown>> = {
  service_level: {
    time_zone: 'Europe/Zurich',
    week: JSON.stringify([[{ from: 480, to: 1_080 }], [], [], [], [], [], []]),
    targets: JSON.stringify(Object.fromEntries(priorities.map((one) => [one, { response: 60, resolution: 480 }]))),
    stale_after_minutes: 60,
  },
};

/** A row that could stand in `table`: references point at what the org has already. */
export function makeRow(
  table: TenantTable,
  org: Pick<SeededOrg, 'orgId' | 'userId' | 'canary' | 'rows'>,
  enums: Map<string, string>,
): Row {
  const row: Row = {};
  for (const column of table.columns) {
    const reference = table.references.find(({ columns }) => columns.includes(column.name) && column.name !== 'org_id');
    const target = reference && org.rows.get(reference.table);
    const value = shaped[table.name]?.[column.name];
    if (value !== undefined) row[column.name] = value;
    else if (column.name === 'org_id') row.org_id = org.orgId;
    else if (column.name === 'user_id') row.user_id = org.userId;
    else if (reference)
      row[column.name] = target?.[reference.targets[reference.columns.indexOf(column.name)] ?? ''] ?? null;
    // a text with a default has a closed list of values: the default is one of them
    else if (!(column.hasDefault && column.type === 'text')) row[column.name] = madeValue(column, org.canary, enums);
  }
  return row;
}

export async function insertRow(client: Client, table: string, row: Row): Promise<number> {
  const names = Object.keys(row);
  const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, n) => `$${n + 1}`).join(', ')})`;
  return (await client.query(sql, Object.values(row))).rowCount ?? 0;
}

export async function readEnums(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; label: string }>(
    `SELECT t.typname AS name, min(e.enumlabel) AS label FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid GROUP BY t.typname`,
  );
  return new Map(rows.map(({ name, label }) => [name, label]));
}

/** An org with an owner and one row in every tenant table, written as the application would: in its own context. */
export async function seedOrg(
  client: Client,
  tables: readonly TenantTable[],
  enums: Map<string, string>,
): Promise<SeededOrg> {
  const orgId = newId();
  const org: SeededOrg = {
    orgId,
    slug: `iso-${orgId}`,
    userId: newId(),
    canary: `canary-${orgId.slice(-12)}`,
    rows: new Map(),
  };
  await client.query('BEGIN');
  await client.query(`SELECT set_config('app.org_id', $1, true)`, [orgId]);
  await client.query('INSERT INTO app_user (id, email, name) VALUES ($1, $2, $3)', [
    org.userId,
    `${org.canary}@example.com`,
    org.canary,
  ]);
  await client.query('INSERT INTO org (id, slug, name) VALUES ($1, $2, $3)', [orgId, org.slug, org.canary]);
  for (const table of inOrderOfReference(tables)) {
    const row = makeRow(table, org, enums);
    await insertRow(client, table.name, row);
    org.rows.set(table.name, row);
  }
  await client.query('COMMIT');
  return org;
}
