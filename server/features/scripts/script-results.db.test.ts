// A device posts a result: once, to its address, and nothing else gets in. Addresses are made by the bus's own part.
import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createScriptCallbacks } from '#server/bus/connection/script-callbacks.ts';
import { testKeyring } from '#server/bus/testing/bus-harness.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { forgetOldCallbacks } from './forget-callbacks.ts';
import { PostRate } from './post-rate.ts';
import { type ReceiveDeps, receiveScriptResult } from './receive-script-result.ts';

const database = testDatabase();
const keyring = testKeyring(database);
let tenant: TenantContext;
let connectionId: string;
let deps: ReceiveDeps;

beforeEach(async () => {
  tenant = await createTestOrg(database);
  connectionId = newId();
  await database.withTenant(tenant, (db) =>
    db.connection.create({
      data: {
        orgId: tenant.orgId,
        id: connectionId,
        connector: 'some/rmm',
        name: 'RMM',
        ingestSecret: new Uint8Array(32),
        ingestSecretHash: new Uint8Array(32),
      },
    }),
  );
  deps = {
    database,
    rate: new PostRate(),
    redact: async (_tenant, _connection, text) => text.replaceAll('hunter2hunter2', '[redacted]'),
    now: () => new Date(),
  };
});

const road = () =>
  createScriptCallbacks(tenant, connectionId, 'https://msp.example', { database, keyring, onSecret: () => {} });
const open = async (tag: string) => {
  const { url } = await road().open(tag);
  const [callbackId = '', token = ''] = url.split('/').slice(-2);
  return { callbackId, token };
};
const post = (at: { callbackId: string; token: string }, body: unknown, changes: object = {}) =>
  receiveScriptResult(
    {
      ...at,
      contentType: 'application/json',
      contentEncoding: null,
      address: '203.0.113.7',
      readBody: async (maxBytes) => {
        const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
        return bytes.length > maxBytes ? 'too-large' : bytes;
      },
      ...changes,
    },
    deps,
  );
const result = { exitCode: 0, output: '{"state":"running"}' };
const rowOf = ({ callbackId }: { callbackId: string }) =>
  database.withTenant(tenant, (db) => db.scriptCallback.findFirstOrThrow({ where: { id: callbackId } }));

describe('a result', () => {
  it('is taken once, read by its tag, and leaves an audit entry; the second post finds nothing there', async () => {
    const at = await open('mspclaw:r:s:1');
    const answers = await Promise.all([post(at, result), post(at, { exitCode: 9, output: 'other' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect((await post(at, result)).status).toBe(404);
    const read = await road().read('mspclaw:r:s:1');
    expect(answers[0]?.status === 200 ? result : { exitCode: 9, output: 'other' }).toMatchObject({
      exitCode: read?.exitCode,
      output: read?.output,
    });
    const entries = await database.withTenant(tenant, (db) =>
      db.auditEntry.findMany({ where: { action: 'receive-script-result' } }),
    );
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ actor: `connection:${connectionId}`, detail: { tag: 'mspclaw:r:s:1' } });
  });

  it('is bounded, without secrets and without what could not be stored; an exit code has its sign', async () => {
    const at = await open('t');
    const output = `key hunter2hunter2 \u0000\u202E${'ä'.repeat(150_000)}`;
    expect((await post(at, { exitCode: 3_221_225_477, output })).status).toBe(200);
    const row = await rowOf(at);
    expect(row.exitCode).toBe(-1_073_741_819);
    expect(row.output).toMatch(/^key \[redacted\] \uFFFDä+… \[\d+ more characters\]$/);
    expect(row.output?.length).toBeLessThan(100_100);
  });
});

describe('nothing is taken', () => {
  it('at an address that is wrong in any part, expired, or of a connection that is gone: one answer for all', async () => {
    const [at, expired] = [await open('a'), await open('b')];
    await database.withTenant(tenant, (db) =>
      db.scriptCallback.updateMany({ where: { id: expired.callbackId }, data: { expiresAt: new Date(0) } }),
    );
    const wrong = [
      { ...at, token: randomBytes(32).toString('base64url') },
      { ...at, token: '' },
      { ...at, token: 'x'.repeat(5_000) },
      { ...at, callbackId: newId() },
      { ...at, callbackId: "' OR true --" },
      { callbackId: at.callbackId, token: expired.token },
      expired,
    ];
    const answers = await Promise.all(wrong.map((one) => post(one, result)));
    expect(answers).toEqual(wrong.map(() => ({ status: 404, headers: {}, body: { error: 'unknown-address' } })));
    expect((await rowOf(at)).usedAt).toBeNull();
    await database.withTenant(tenant, (db) => db.connection.deleteMany({ where: { id: connectionId } }));
    expect((await post(at, result)).status).toBe(404);
  });

  it('that is no result, too large, in another form or cut off; the address stays good', async () => {
    const at = await open('a');
    const wrong: [unknown, object, number][] = [
      ['{"exitCode":0', {}, 400],
      [{ exitCode: 'zero', output: '' }, {}, 400],
      [{ exitCode: 0.5, output: '' }, {}, 400],
      [{ exitCode: 2 ** 40, output: '' }, {}, 400],
      [{ exitCode: 0 }, {}, 400],
      [{ exitCode: 0, output: 'x'.repeat(700_000) }, {}, 413],
      [result, { contentType: 'text/plain' }, 415],
      [result, { contentEncoding: 'gzip' }, 415],
      [result, { readBody: async () => 'incomplete' }, 408],
    ];
    for (const [body, changes, status] of wrong) expect((await post(at, body, changes)).status).toBe(status);
    expect((await post(at, result)).status).toBe(200);
  });

  it('from an address that posts without end, until a minute is over', async () => {
    let nowMs = 0;
    deps = { ...deps, rate: new PostRate(() => nowMs) };
    const nowhere = { callbackId: newId(), token: 'x' };
    const statuses = new Set<number>();
    for (let at = 0; at < 601; at++) statuses.add((await post(nowhere, result, { contentType: 'text/plain' })).status);
    expect([...statuses]).toEqual([415, 429]);
    expect((await post(nowhere, result)).headers).toEqual({ 'retry-after': '60' });
    expect((await post(nowhere, result, { address: '203.0.113.8' })).status).toBe(404);
    nowMs = 61_000;
    expect((await post(nowhere, result)).status).toBe(404);
  });
});

it('addresses that ended a month ago are forgotten, younger ones are kept', async () => {
  const [old, young] = [await open('old'), await open('young')];
  const now = () => new Date(Date.now() + 20 * 86_400_000);
  await database.withTenant(tenant, (db) =>
    db.scriptCallback.updateMany({
      where: { id: old.callbackId },
      data: { expiresAt: new Date(Date.now() - 11 * 86_400_000) },
    }),
  );
  await forgetOldCallbacks({ database, now });
  const left = await database.withTenant(tenant, (db) => db.scriptCallback.findMany({}));
  expect(left.map(({ id }) => id)).toEqual([young.callbackId]);
});
