// Vendors whose webhooks are not plain JSON posts: a question before the first delivery, texts from a template, and an
// address that is being changed.
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import {
  createTestConnection,
  type Receiver,
  signedHeaders,
  startReceiver,
  type TestConnection,
} from './testing/ingest-fixture.ts';

const database = testDatabase();
let receiver: Receiver;
let tenant: TenantContext;
let plain: TestConnection;
let asking: TestConnection;
let texting: TestConnection;

beforeAll(async () => {
  receiver = await startReceiver(database);
  tenant = await createTestOrg(database);
  plain = await createTestConnection(database, tenant);
  asking = await createTestConnection(database, tenant, 'asking/webhook');
  texting = await createTestConnection(database, tenant, 'text/webhook');
});
afterAll(() => receiver.close());

const send = async (path: string, options: RequestInit = {}) => {
  const answer = await fetch(`http://127.0.0.1:${receiver.port}${path}`, options);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const rows = async (connection: TestConnection) =>
  await database.withTenant(tenant, (db) => db.inbox.count({ where: { connectionId: connection.connectionId } }));

describe('a question before the first delivery', () => {
  it.each(['GET', 'POST'])('is answered over %s with nothing but its own text, and leaves no row', async (method) => {
    const answer = await send(`${asking.path}?challenge=${encodeURIComponent('<script>1</script>')}`, { method });
    expect(answer).toMatchObject({ status: 200, text: '<script>1</script>' });
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await rows(asking)).toBe(0);
  });

  it('is not answered at an address that does not exist, nor for a vendor that asks none', async () => {
    const wrong = `/api/ingest/${asking.connectionId}/${randomBytes(32).toString('base64url')}`;
    for (const path of [wrong, plain.path, '/api/ingest/0192f0c0-0000-7000-8000-000000000000/x']) {
      const answer = await send(`${path}?challenge=hello`);
      expect(answer.status, path).toBe(405);
      expect(answer.text).not.toContain('hello');
    }
    expect((await send(asking.path)).status).toBe(405);
    expect((await send(`${asking.path}?other=1`)).status).toBe(405);
  });

  it('is bounded', async () => {
    expect((await send(`${asking.path}?challenge=${'x'.repeat(1_000)}`)).status).toBe(200);
    expect((await send(`${asking.path}?challenge=${'x'.repeat(1_001)}`)).status).toBe(405);
  });
});

describe('a body that is not JSON', () => {
  it('is read by its vendor’s own way, whatever it is called, and kept as it came', async () => {
    for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded; charset=utf-8']) {
      const text = `alert ${Math.floor(Math.random() * 1e9)} said "no "quotes""`;
      const headers = { ...signedHeaders(texting, text), 'content-type': type };
      expect(await send(texting.path, { method: 'POST', body: text, headers }), type).toMatchObject({ status: 202 });
    }
    expect(await rows(texting)).toBe(3);
  });

  it('that cannot be read is refused; a form with files is not even looked at', async () => {
    const before = await rows(texting);
    const post = (text: string, type: string, connection = texting) =>
      send(connection.path, {
        method: 'POST',
        body: text,
        headers: { ...signedHeaders(connection, text), 'content-type': type },
      });
    expect(await post('nothing', 'text/plain')).toMatchObject({ status: 400 });
    expect(await post('alert 7', 'multipart/form-data; boundary=x')).toMatchObject({ status: 415 });
    expect(await post('{}', 'text/plain', plain)).toMatchObject({ status: 415 });
    expect(await rows(texting)).toBe(before);
  });

  it('is verified before it is read', async () => {
    const headers = { ...signedHeaders(texting, 'alert 1'), 'content-type': 'text/plain' };
    expect(await send(texting.path, { method: 'POST', body: 'alert 2', headers })).toMatchObject({ status: 401 });
  });
});

describe('an address that was changed', () => {
  it('takes deliveries at both for a day, and then at the new one only', async () => {
    const changed = await createTestConnection(database, tenant);
    const secret = randomBytes(32).toString('base64url');
    const until = (ms: number) =>
      database.withTenant(tenant, (db) =>
        db.connection.updateMany({
          where: { id: changed.connectionId },
          data: {
            ingestSecretHash: createHash('sha256').update(secret).digest(),
            formerIngestSecretHash: createHash('sha256').update(changed.addressSecret).digest(),
            formerIngestUntil: new Date(Date.now() + ms),
          },
        }),
      );
    const arrives = async (path: string) => {
      const text = JSON.stringify({ deliveryId: randomBytes(9).toString('hex'), hints: [] });
      return (await send(path, { method: 'POST', body: text, headers: signedHeaders(changed, text) })).status;
    };
    const newPath = `/api/ingest/${changed.connectionId}/${secret}`;
    await until(86_400_000);
    expect([await arrives(newPath), await arrives(changed.path)]).toEqual([202, 202]);
    expect(await arrives(`${changed.path}x`)).toBe(404);
    await until(-1);
    receiver.routes.forget(changed.connectionId);
    expect([await arrives(newPath), await arrives(changed.path)]).toEqual([202, 404]);
  });
});
