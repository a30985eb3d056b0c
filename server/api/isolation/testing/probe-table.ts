// Everything an attacker inside the application's role could try on another tenant's rows of one table, each attempt in a
// savepoint that is undone. Runs inside an open transaction, as the application's role.

import type pg from 'pg';
import { newId } from '#server/platform/ids.ts';
import type { TenantTable } from './catalogue.ts';
import { insertRow, makeRow, type SeededOrg } from './tenant-rows.ts';

type Client = Pick<pg.ClientBase, 'query'>;

export interface Probe {
  attempts: number;
  /** what got through */
  leaks: string[];
  /** what should have worked and did not: without it, a table nobody can use would look safe */
  broken: string[];
}

type Context = [name: string, settings: Record<string, string>, isMissing: boolean];

const contextsOf = (attacker: SeededOrg, isPersonal: boolean): Context[] => [
  ['none', {}, true],
  ['empty', { 'app.org_id': '' }, true],
  ['malformed', { 'app.org_id': 'not-an-id' }, true],
  ['unknown org', { 'app.org_id': newId() }, false],
  ['other org', { 'app.org_id': attacker.orgId }, false],
  ['other person', { 'app.user_id': attacker.userId }, !isPersonal],
  ['other org and person', { 'app.org_id': attacker.orgId, 'app.user_id': attacker.userId }, false],
];

/** 42501 = refused by right or policy, 22P02 = the context is no id. Anything else means that the guard was passed. */
const refusals = new Set(['42501', '22P02']);

async function attempt(
  client: Client,
  settings: Record<string, string>,
  work: () => Promise<number>,
): Promise<number | string> {
  await client.query('SAVEPOINT attempt');
  try {
    for (const [name, value] of Object.entries(settings))
      await client.query('SELECT set_config($1, $2, true)', [name, value]);
    return await work();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await client.query('ROLLBACK TO attempt');
  }
}

/** A seeded org has one row in each table; here a trigger writes another one with the row of its ticket. */
const rowsPerOrg: Readonly<Record<string, number>> = { ticket_stage_change: 2 };

export async function probeTable(
  client: Client,
  table: TenantTable,
  parties: { attacker: SeededOrg; victim: SeededOrg; enums: Map<string, string> },
): Promise<Probe> {
  const { attacker, victim, enums } = parties;
  const { name } = table;
  const probe: Probe = { attempts: 0, leaks: [], broken: [] };
  const rowCountOf = async (sql: string, values: unknown[]) => (await client.query(sql, values)).rowCount ?? 0;
  const verbs: Record<string, () => Promise<number>> = {
    select: () => rowCountOf(`SELECT * FROM ${name} WHERE org_id = $1`, [victim.orgId]),
    'select all': async () => {
      const { rows } = await client.query<{ org_id: string }>(`SELECT org_id FROM ${name}`);
      return rows.filter((row) => row.org_id === victim.orgId).length;
    },
    insert: () => insertRow(client, name, makeRow(table, { ...victim, userId: attacker.userId }, enums)),
    update: () => rowCountOf(`UPDATE ${name} SET org_id = org_id WHERE org_id = $1`, [victim.orgId]),
    'update into': () => rowCountOf(`UPDATE ${name} SET org_id = $1 WHERE org_id = $2`, [victim.orgId, attacker.orgId]),
    steal: () => rowCountOf(`UPDATE ${name} SET org_id = $1 WHERE org_id = $2`, [attacker.orgId, victim.orgId]),
    delete: () => rowCountOf(`DELETE FROM ${name} WHERE org_id = $1`, [victim.orgId]),
    truncate: async () => {
      await client.query(`TRUNCATE ${name} CASCADE`);
      return 1;
    },
  };
  const isPersonal = name === 'member';
  for (const [context, settings, isMissing] of contextsOf(attacker, isPersonal)) {
    for (const [verb, work] of Object.entries(verbs)) {
      probe.attempts += 1;
      const answer = await attempt(client, settings, work);
      const isRefused = typeof answer === 'string' && refusals.has(answer);
      // Without a context nothing may be "empty": it must be an error. Inserting is always an error.
      const mustFail = isMissing || verb === 'insert' || verb === 'truncate';
      if (mustFail ? !isRefused : !isRefused && answer !== 0)
        probe.leaks.push(`${name}: ${verb} with ${context} context: ${answer}`);
    }
  }
  const own = { 'app.org_id': victim.orgId };
  const seen = await attempt(client, own, () => rowCountOf(`SELECT * FROM ${name}`, []));
  const expected = rowsPerOrg[name] ?? 1;
  if (seen !== expected) probe.broken.push(`${name}: its own tenant sees ${seen} rows, not ${expected}`);
  const added = await attempt(client, own, () => insertRow(client, name, makeRow(table, victim, enums)));
  // 23505: the row is there already under its key, so the policy let it pass
  if (added !== 1 && added !== '23505') probe.broken.push(`${name}: its own tenant cannot insert: ${added}`);
  return probe;
}
