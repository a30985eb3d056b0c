// The door as the framework opens it, over the app as it is composed in production.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createScriptCallbacks } from '#server/bus/connection/script-callbacks.ts';
import { composeParts } from '#server/composition.ts';
import { createTestOrg } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import { appDeps } from './current-app.ts';
import { handleScriptResult } from './script-result-handler.ts';

process.env.DATABASE_APP_URL = inject('appUrl');
process.env.MSPCLAW_SECRET ??= randomBytes(32).toString('base64');
const parts = composeParts('test');
let url: string;

beforeAll(async () => {
  const tenant = await createTestOrg(parts.database);
  const connectionId = newId();
  await parts.database.withTenant(tenant, (db) =>
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
  const road = createScriptCallbacks(tenant, connectionId, 'https://msp.example', { ...parts, onSecret: () => {} });
  url = (await road.open('mspclaw:r:s:1')).url;
});
afterAll(() => Promise.all([parts.database.close(), appDeps().scripts.database.close()]));

const post = async (to: string, body: string, headers: Record<string, string> = {}) => {
  const [callback = '', token = ''] = to.split('/').slice(-2);
  const request = new Request(to, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9', ...headers },
  });
  const answer = await handleScriptResult(request, { callback, token });
  return { status: answer.status, body: await answer.json(), cache: answer.headers.get('cache-control') };
};

it('takes a result once, without a session, and answers every wrong address alike', async () => {
  const result = JSON.stringify({ exitCode: 0, output: 'done' });
  const gone = { status: 404, body: { error: 'unknown-address' }, cache: 'no-store' };
  expect(await post(`${url}x`, result)).toEqual(gone);
  expect(await post(`https://msp.example/api/script-results/${newId()}/${'a'.repeat(43)}`, result)).toEqual(gone);
  expect(await post(url, JSON.stringify({ exitCode: 0, output: 'x'.repeat(700_000) }))).toMatchObject({ status: 413 });
  expect(await post(url, result, { 'content-type': 'text/html' })).toMatchObject({ status: 415 });
  expect(await post(url, result)).toEqual({ status: 200, body: { accepted: true }, cache: 'no-store' });
  expect(await post(url, result)).toEqual(gone);
});
