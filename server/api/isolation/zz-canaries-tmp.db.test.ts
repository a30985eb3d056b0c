// Every secret of a running installation, looked for where none may be: each row of each table, what the processes
// log at "debug", and what the API answers. Receiver, worker and vendors are processes; one alert runs through them.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { SandboxControl } from '#scripts/cli/demo/sandbox-control.ts';
import { createProgress } from '#scripts/stack/progress.ts';
import { type RunningStack, runStack } from '#scripts/stack/run-stack.ts';
import { composeApp, composeParts, type Parts } from '#server/composition.ts';
import { openIngestSecret, openSecrets } from '#server/features/connections/connection-secrets.ts';
import { connectionTokenPlace } from '#server/platform/crypto/connection-places.ts';
import { listOrgIds } from '#server/platform/db/list-org-ids.ts';
import { parseEnv } from '#server/platform/env.ts';
import { deriveKeys } from '#server/platform/secret.ts';
import { roles, systemTenant, type TenantContext } from '#server/platform/tenant.ts';
import { type ApiContext, createCallerFactory } from '#server/platform/trpc.ts';
import { makeRuntimeDatabase } from '#server/runtime/testing/runtime-database.ts';
import { makeAppRouter } from '../root.ts';
import { findSecrets, formsOf } from './testing/find-secrets.ts';
import { makeInput } from './testing/make-input.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'mspclaw-canaries-'));
const lines: { where: string; text: string }[] = [];
const secrets: Record<string, string> = {
  'model key': `canary-model-key/+${randomBytes(12).toString('base64')}`,
  'single sign-on secret': `canary-oidc/+${randomBytes(12).toString('base64')}`,
};
/** A model provider that says back in its refusal what it was told: the worst there are. */
const echo = http.createServer((request, response) => {
  response.writeHead(401, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { message: `Bad key ${request.headers.authorization}` } }));
});

let running: RunningStack;
let parts: Parts;
let tenant: TenantContext;
let admin: pg.Client;

beforeAll(async () => {
  const own = await makeRuntimeDatabase();
  await own.database.close();
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const secret = randomBytes(32);
  const settings = {
    MSPCLAW_DATA_DIR: dataDir,
    MSPCLAW_LOG: 'debug',
    PORT: '0',
    MSPCLAW_SANDBOX_PORT: '0',
    MSPCLAW_SECRET: secret.toString('base64'),
    DATABASE_APP_URL: own.url,
    OIDC_ISSUER: 'https://idp.example',
    OIDC_CLIENT_ID: 'mspclaw',
    OIDC_CLIENT_SECRET: secrets['single sign-on secret'],
    MSPCLAW_MODEL: 'local/canary',
    MSPCLAW_MODEL_URL: `http://127.0.0.1:${(echo.address() as AddressInfo).port}/v1`,
    MSPCLAW_MODEL_KEY: secrets['model key'],
  };
  Object.assign(process.env, settings);
  const { kek, authSecret } = deriveKeys(secret);
  Object.assign(secrets, {
    'installation secret': settings.MSPCLAW_SECRET,
    'key of the keys': kek.toString('base64'),
    'session secret': authSecret,
  });
  running = await runStack(
    parseEnv(settings),
    { appUrl: own.url, ownerUrl: '', childEnv: { ...process.env }, isEmbedded: false, stop: async () => {} },
    { web: 'receiver-only', workers: 1, sandbox: true },
    createProgress({ quiet: true }),
    (where, text) => lines.push({ where: `log of ${where}`, text }),
  );
  parts = composeParts('test');
  const [orgId = ''] = await listOrgIds(parts.database);
  tenant = systemTenant(orgId, 'test');
  admin = new pg.Client({
    connectionString: Object.assign(new URL(inject('adminUrl')), { pathname: new URL(own.url).pathname }).href,
  });
  await admin.connect();
}, 120_000);
afterAll(async () => {
  await running?.stop();
  await admin?.end();
  await parts?.bus.close();
  await parts?.database.close();
  echo.close();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

/** What is sealed in the database, opened: the very values that vendors are sent. */
async function openEverything(): Promise<number> {
  const rows = await parts.database.withTenant(tenant, (db) => db.connection.findMany());
  const tokens = await parts.database.withTenant(tenant, (db) => db.connectionToken.findMany());
  let count = 0;
  const keep = (name: string, value: unknown) => {
    if (typeof value !== 'string' || value.length < 12) return;
    secrets[name] = value;
    count += 1;
  };
  for (const row of rows) {
    keep(`${row.name}: webhook address`, await openIngestSecret(tenant, parts.keyring, row));
    for (const [name, value] of Object.entries(await openSecrets(tenant, parts.keyring, row)))
      keep(`${row.name}: ${name}`, value);
  }
  for (const { connectionId, name, value } of tokens) {
    const text = await parts.keyring.openText(tenant, connectionTokenPlace(connectionId, name), value);
    let inner: unknown;
    try {
      inner = JSON.parse(text);
    } catch {
      inner = text;
    }
    if (typeof inner !== 'object' || inner === null) keep(`token ${name}`, text.length >= 16 ? text : undefined);
    else for (const [part, one] of Object.entries(inner)) keep(`token ${name}.${part}`, one);
  }
  return count;
}

async function* rowsOfAllTables(counts: { tables: number; rows: number }) {
  const { rows: tables } = await admin.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname IN ('public', 'partitions', 'dbos')`,
  );
  for (const { name } of tables) {
    const { rows } = await admin.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
    counts.tables += 1;
    counts.rows += rows.length;
    for (const { text } of rows) yield { where: name, text };
  }
}

describe('the search itself', () => {
  it('finds a secret in each dress, so that finding none means something', () => {
    const secret = 'can"ary/+ä?9f86d081884c7d659a2feaa0';
    const dresses = [
      secret,
      JSON.stringify({ a: secret }),
      `?k=${encodeURIComponent(secret)}`,
      `\\x${Buffer.from(`a ${secret} b`).toString('hex')}`,
      ...['', 'u', 'us', 'use', 'user:'].map((before) => Buffer.from(`${before}${secret}tail`).toString('base64url')),
    ];
    const found = dresses.filter((text) => findSecrets({ secret }, [{ where: 'x', text }]).length === 1);
    expect(found).toEqual(dresses);
    expect(formsOf(secret).every((form) => form.length >= 12)).toBe(true);
  });
});

describe('secrets', () => {
  it('are in no row, no log line and no answer of the API, after a run that used them all', {
    timeout: 300_000,
  }, async () => {
    const t0 = performance.now();
    const control = running.sandbox?.control ?? '';
    await openEverything();
    // a person pastes a key into a ticket: what the vendor tells us of it must not be kept as it is
    const pasted = secrets['ConnectWise PSA: privateKey'] ?? '';
    const made = await fetch(`${control}/__sandbox/tickets`, {
      method: 'POST',
      body: JSON.stringify({ title: 'Printer', client: 'Acme Manufacturing', description: `our key is ${pasted} !` }),
      headers: { 'content-type': 'application/json' },
    });
    expect(made.status, await made.text()).toBe(200);
    await new SandboxControl(control).raiseAlert('ACME-WS-014');
    const run = () => parts.database.withTenant(tenant, (db) => db.run.findFirst({ orderBy: { id: 'desc' } }));
    await expect.poll(async () => (await run())?.status, { timeout: 90_000, interval: 300 }).toBe('succeeded');
    console.log('run succeeded after', performance.now() - t0);
    const failedThoughts = () =>
      parts.database.withTenant(tenant, (db) => db.triage.count({ where: { state: 'failed' } }));
    await expect.poll(failedThoughts, { timeout: 30_000, interval: 300 }).toBeGreaterThan(0);

    const ticket = () =>
      parts.database.withTenant(tenant, (db) => db.ticket.findFirst({ where: { title: 'Printer' } }));
    await expect
      .poll(async () => (await ticket())?.description, { timeout: 90_000, interval: 300 })
      .toContain('our key is');

    console.log('before search', performance.now() - t0);
    const sealed = await openEverything();
    const dump = { tables: 0, rows: 0 };
    const inRows = [];
    for await (const row of rowsOfAllTables(dump)) inRows.push(...findSecrets(secrets, [row]));
    const inLogs = findSecrets(secrets, lines);
    const { answers, inAnswers, revealed } = await askEverything();
    console.log(
      `secrets: ${Object.keys(secrets).length} (${sealed} of them sealed); searched: ${dump.rows} rows of ${dump.tables} tables, ` +
        `${lines.length} log lines, ${answers} answers; found: ${inRows.length}, ${inLogs.length}, ${inAnswers.length}; ` +
        `shown to those who may see a webhook's address: ${revealed}`,
    );
    expect(inRows).toEqual([]);
    expect(inLogs).toEqual([]);
    expect(inAnswers).toEqual([]);
    expect(sealed).toBeGreaterThanOrEqual(8);
    expect(dump.rows).toBeGreaterThan(100);
    expect(lines.length).toBeGreaterThan(0);
    expect(answers).toBeGreaterThan(100);
    // the one place that shows one does: the search would have found others
    expect(revealed).toBeGreaterThan(0);
  });
});

/** Each query in each role, over the ids there are. An admin is shown a webhook's address and header, nobody else. */
async function askEverything() {
  const router = makeAppRouter(composeApp(parts));
  const createCaller = createCallerFactory(router);
  const procedures = Object.entries(
    router._def.procedures as unknown as Record<string, { _def: { type: string; inputs?: readonly unknown[] } }>,
  ).filter(([, { _def }]) => _def.type === 'query');
  const tables = ['incident', 'ticket', 'run', 'evidence', 'connection', 'approval', 'playbook', 'triage'];
  const { rows: things } = await admin.query<{ row: Record<string, unknown> }>(
    tables
      .map(
        (name) => `(SELECT jsonb_build_object('id', id, 'slug', to_jsonb(t) -> 'slug') AS row FROM ${name} t LIMIT 60)`,
      )
      .join(' UNION ALL '),
  );
  const { rows: people } = await admin.query<{ id: string }>('SELECT user_id AS id FROM member LIMIT 1');
  const userId = people[0]?.id ?? '';
  const mayBeShown = new Set(Object.keys(secrets).filter((name) => /webhook/i.test(name)));
  const inAnswers = [];
  let answers = 0;
  let revealed = 0;
  for (const role of roles) {
    const context: ApiContext = {
      session: { id: userId, userId, email: 'a@example.com', name: 'A' },
      tenant: { orgId: tenant.orgId, actor: `user:${userId}`, role },
      ...{ isSameOrigin: true, ip: null, userAgent: null, traceId: 'trace' },
    };
    const caller = createCaller(context);
    for (const [name, { _def }] of procedures) {
      const ask = name.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], caller);
      for (const { row } of _def.inputs?.length ? things : [{ row: {} }]) {
        const text = await (ask as (input: unknown) => Promise<unknown>)(makeInput(_def.inputs ?? [], row, false)).then(
          (answer) => JSON.stringify(answer) ?? '',
          (error: Error) => String(error.message),
        );
        answers += 1;
        for (const finding of findSecrets(secrets, [{ where: `${name} as ${role}`, text }])) {
          const isShown =
            name === 'connections.read' && ['admin', 'owner'].includes(role) && mayBeShown.has(finding.secret);
          if (isShown) revealed += 1;
          else inAnswers.push(finding);
        }
      }
    }
  }
  return { answers, inAnswers, revealed };
}
