// The framework's road to the same handler keeps the same promises.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { acceptFetchWebhook } from './fetch-webhook.ts';
import {
  createTestConnection,
  type Receiver,
  signedHeaders,
  startReceiver,
  type TestConnection,
} from './testing/ingest-fixture.ts';

const database = testDatabase();
let receiver: Receiver;
let connection: TestConnection;

beforeAll(async () => {
  receiver = await startReceiver(database);
  connection = await createTestConnection(database, await createTestOrg(database));
});
afterAll(() => receiver.close());

const send = (text: string, headers: Record<string, string>, secret?: string) => {
  const [, , , connectionId = '', ownSecret = ''] = connection.path.split('/');
  const request = new Request('http://localhost/api/ingest', { method: 'POST', headers, body: text });
  return acceptFetchWebhook(request, { connectionId, secret: secret ?? ownSecret }, receiver.accept);
};
const count = () =>
  database.withTenant(connection, (db) => db.inbox.count({ where: { connectionId: connection.connectionId } }));

describe('a delivery through the route handler', () => {
  it('is committed, then answered 202, once', async () => {
    const text = JSON.stringify({ deliveryId: 'route-1', hints: [] });
    const headers = signedHeaders(connection, text);
    expect((await send(text, headers)).status).toBe(202);
    expect(await (await send(text, headers)).json()).toMatchObject({ duplicate: true });
    expect(await count()).toBe(1);
  });

  it('is refused like anywhere else: forged, too large, unknown address, other content', async () => {
    const before = await count();
    const text = JSON.stringify({ deliveryId: 'route-2', hints: [] });
    const headers = signedHeaders(connection, text);
    const big = JSON.stringify({ deliveryId: 'route-3', pad: 'x'.repeat(2_000_000) });
    expect((await send(`${text} `, headers)).status).toBe(401);
    expect((await send(big, signedHeaders(connection, big))).status).toBe(413);
    expect((await send(text, headers, 'not-the-secret')).status).toBe(404);
    expect((await send(text, { ...headers, 'content-type': 'text/plain' })).status).toBe(415);
    expect(await count()).toBe(before);
  });
});
