// Every procedure, called by the owner of one org with the ids of another: nothing is told, nothing is changed. The API is composed as
// in production; procedures, contracts and tables are read from the router and the catalogue.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { composeApp, composeParts } from '#server/composition.ts';
import { createAccountsDeps } from '#server/features/accounts/public.ts';
import { openSession } from '#server/features/accounts/sign-in.ts';
import { systemTenant } from '#server/platform/tenant.ts';
import { type ApiContext, createCallerFactory, orgHeader, type ProcedureMeta } from '#server/platform/trpc.ts';
import { createApiContext } from '../api-context.ts';
import type { AppDeps } from '../app-deps.ts';
import { makeAppRouter } from '../root.ts';
import { readTenantTables, type TenantTable } from './testing/catalogue.ts';
import { makeInput } from './testing/make-input.ts';
import { type Row, readEnums, type SeededOrg, seedOrg } from './testing/tenant-rows.ts';

interface Procedure {
  path: string;
  type: 'query' | 'mutation' | 'subscription';
  inputs: readonly unknown[];
  meta?: ProcedureMeta;
}

process.env.DATABASE_APP_URL = inject('appUrl');
process.env.MSPCLAW_SECRET ??= randomBytes(32).toString('base64');
const parts = composeParts('test');
const deps: AppDeps = composeApp(parts);
const router = makeAppRouter(deps);
const createCaller = createCallerFactory(router);
const procedures: Procedure[] = Object.entries(
  router._def.procedures as unknown as Record<string, { _def: Omit<Procedure, 'path'> }>,
).map(([path, { _def }]) => ({ path, type: _def.type, inputs: _def.inputs ?? [], meta: _def.meta }));

const admin = new pg.Client({
  connectionString: Object.assign(new URL(inject('adminUrl')), { pathname: '/mspclaw' }).href,
});
let tables: TenantTable[];
let mine: SeededOrg;
let theirs: SeededOrg;
let theirSession: string;

beforeAll(async () => {
  await admin.connect();
  const app = new pg.Client({ connectionString: inject('appUrl') });
  await app.connect();
  tables = await readTenantTables(app);
  const enums = await readEnums(app);
  [mine, theirs] = [await seedOrg(app, tables, enums), await seedOrg(app, tables, enums)];
  await app.end();
  // Real data keys instead of the made-up rows, so that what seals a secret works and only the ids are wrong.
  await admin.query('DELETE FROM org_key WHERE org_id = ANY ($1)', [[mine.orgId, theirs.orgId]]);
  for (const org of [mine, theirs]) {
    await parts.keyring.seal(
      systemTenant(org.orgId, 'test'),
      { table: 'test', row: 'test', column: 'test' },
      org.canary,
    );
  }
  theirSession = (
    await openSession(theirs.userId, { ip: null, userAgent: theirs.canary }, createAccountsDeps(parts.database))
  ).sessionId;
});
afterAll(async () => {
  parts.stopping.abort();
  await Promise.all([parts.database.close(), admin.end()]);
});

const sessionOf = (org: SeededOrg, id = org.userId) => ({
  id,
  userId: org.userId,
  email: `${org.canary}@example.com`,
  name: org.canary,
});
const ownerOf = (org: SeededOrg): ApiContext => ({
  session: sessionOf(org),
  tenant: { orgId: org.orgId, actor: `user:${org.userId}`, role: 'owner' },
  isSameOrigin: true,
  ip: null,
  userAgent: null,
  traceId: 'trace',
});

/** What comes back, as text; of a stream the first event, if one comes soon. */
async function call(
  procedure: Procedure,
  context: ApiContext,
  input: unknown,
): Promise<{ code: string; text: string }> {
  const abort = new AbortController();
  const caller = createCaller(context, { signal: abort.signal });
  const target = procedure.path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], caller);
  try {
    let answer = await (target as (input: unknown) => Promise<unknown>)(input);
    if (procedure.type === 'subscription') {
      const first = (answer as AsyncIterable<unknown>)[Symbol.asyncIterator]().next();
      first.catch(() => {});
      answer = await Promise.race([first, new Promise((resolve) => setTimeout(resolve, 300, 'silence'))]);
    }
    return { code: 'ok', text: JSON.stringify(answer) ?? '' };
  } catch (error) {
    const {
      code = 'UNKNOWN',
      message,
      cause,
    } = error as { code?: string; message: string; cause?: { details?: unknown } };
    return { code, text: `${message} ${JSON.stringify(cause?.details ?? null)}` };
  } finally {
    abort.abort();
  }
}

/** Everything the other org has, in one line per table. */
async function fingerprintOf(org: SeededOrg): Promise<string[]> {
  const lines: string[] = [];
  for (const { name } of tables) {
    const { rows } = await admin.query<{ sum: string; count: string }>(
      `SELECT count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS sum FROM ${name} t WHERE org_id = $1`,
      [org.orgId],
    );
    lines.push(`${name} ${rows[0]?.count} ${rows[0]?.sum}`);
  }
  const { rows } = await admin.query(
    'SELECT u::text AS person, s::text AS session FROM app_user u LEFT JOIN session s ON s.user_id = u.id WHERE u.id = $1',
    [org.userId],
  );
  return [...lines, JSON.stringify(rows)];
}

const rowsOf = (org: SeededOrg, session: string): Row[] => [
  ...org.rows.values(),
  { id: org.orgId, slug: org.slug },
  { id: org.userId, token: `${org.userId}.x` },
  { id: session, cursor: session },
];

describe('a procedure', () => {
  it('tells the owner of one org nothing of another, whatever of its ids they send', { timeout: 240_000 }, async () => {
    const before = await fingerprintOf(theirs);
    const foreignIds = [
      ...new Set(
        rowsOf(theirs, theirSession)
          .flatMap((row) => Object.values(row))
          .filter((value): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)),
      ),
    ];
    const counts: Record<string, number> = { procedures: procedures.length, calls: 0, leaks: 0, changes: 0 };
    const leaks: string[] = [];
    const reached = new Map<string, Set<string>>();
    const changed = new Set<string>();
    for (const procedure of procedures) {
      for (const row of rowsOf(theirs, theirSession)) {
        for (const withOptional of [false, true]) {
          const input = makeInput(procedure.inputs, row, withOptional);
          const sent = JSON.stringify(input) ?? '';
          const { code, text } = await call(procedure, ownerOf(mine), input);
          counts.calls = (counts.calls ?? 0) + 1;
          counts[code] = (counts[code] ?? 0) + 1;
          reached.set(procedure.path, (reached.get(procedure.path) ?? new Set()).add(code));
          const told = foreignIds.filter((id) => text.includes(id) && !sent.includes(id));
          if (text.includes(theirs.canary) && !sent.includes(theirs.canary)) told.push('canary');
          if (told.length > 0) leaks.push(`${procedure.path}(${sent}) told ${told.join(', ')}`);
          const namesForeign = foreignIds.some((id) => sent.includes(id));
          if (code === 'ok' && procedure.type === 'mutation' && namesForeign) changed.add(`${procedure.path}(${sent})`);
          if (procedure.inputs.length === 0) break;
        }
        if (procedure.inputs.length === 0) break;
      }
    }
    const after = await fingerprintOf(theirs);
    counts.leaks = leaks.length;
    counts.changes = after.filter((line) => !before.includes(line)).length;
    console.log('procedures x foreign ids:', counts);
    expect(leaks).toEqual([]);
    expect([...changed], 'mutations that took a foreign id for a good one').toEqual([]);
    expect(after).toEqual(before);
    const neverReached = [...reached]
      .filter(([, codes]) => codes.size === 1 && codes.has('BAD_REQUEST'))
      .map(([path]) => path);
    expect(neverReached, 'only ever refused for their input: the attack was not one').toEqual([]);
    const broken = [...reached].filter(([, codes]) => codes.has('INTERNAL_SERVER_ERROR')).map(([path]) => path);
    expect(broken, 'answered with a failure of ours').toEqual([]);
  });

  it('does not know an org of which the person is no member, by header or by name', async () => {
    for (const procedure of procedures) {
      if (procedure.meta?.permission === 'public' || procedure.meta?.permission === 'signed-in') continue;
      const headers = new Headers({ [orgHeader]: theirs.slug });
      const context = await createApiContext({ headers, session: sessionOf(mine) }, deps);
      const { code } = await call(
        procedure,
        { ...context, isSameOrigin: true },
        makeInput(procedure.inputs, { id: mine.orgId }, false),
      );
      expect(code, procedure.path).toBe('NOT_FOUND');
    }
  });

  it('answers the org’s own people: the silence above is not that of a dead house', { timeout: 120_000 }, async () => {
    const told = new Set<string>();
    for (const procedure of procedures.filter(({ type }) => type === 'query')) {
      for (const row of rowsOf(mine, mine.userId)) {
        const { code, text } = await call(procedure, ownerOf(mine), makeInput(procedure.inputs, row, false));
        if (code === 'ok' && text.includes(mine.canary)) told.add(procedure.path);
      }
    }
    console.log(`queries that told the owner of their own rows: ${told.size}`, [...told].sort());
    expect(told.size).toBeGreaterThanOrEqual(8);
  });
});
