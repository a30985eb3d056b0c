// The receiver when the database is away and when senders are greedy.
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '#server/platform/db/database.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { ConnectionRoutes } from './connection-routes.ts';
import { serverLimits } from './node-http.ts';
import { createTestConnection, type Receiver, signedHeaders, startReceiver } from './testing/ingest-fixture.ts';

const database = testDatabase();
const receivers: Receiver[] = [];
const start = async (...args: Parameters<typeof startReceiver>) => {
  const receiver = await startReceiver(...args);
  receivers.push(receiver);
  return receiver;
};
afterAll(() => Promise.all(receivers.map((receiver) => receiver.close())));

/** A door to the database that can be shut: new and open connections alike. */
async function startDoor(target: URL) {
  const sockets = new Set<net.Socket>();
  const state = { isOpen: true };
  const server = net.createServer((inner) => {
    if (!state.isOpen) return inner.destroy();
    const outer = net.connect(Number(target.port), target.hostname);
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    inner.pipe(outer).pipe(inner);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    shut: () => {
      state.isOpen = false;
      for (const socket of sockets) socket.destroy();
    },
    open: () => {
      state.isOpen = true;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('without its database', () => {
  it('the receiver never says 202: it says 503 and when to come again, and takes the same event later', async () => {
    const url = new URL(inject('appUrl'));
    const door = await startDoor(new URL(url));
    url.port = String(door.port);
    const behindDoor = openDatabase({ url: url.href, poolSize: 4, onError: () => {} });
    const receiver = await start(behindDoor);
    const connection = await createTestConnection(database, await createTestOrg(database));
    const send = async (id: string) => {
      const body = JSON.stringify({ deliveryId: id, hints: [] });
      const headers = signedHeaders(connection, body);
      return fetch(`http://127.0.0.1:${receiver.port}${connection.path}`, { method: 'POST', headers, body });
    };
    expect((await send('before')).status).toBe(202);
    door.shut();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => send(`while-${index}`)));
    expect(answers.map((answer) => answer.status)).toEqual(Array(50).fill(503));
    expect(answers.map((answer) => answer.headers.get('retry-after'))).toEqual(Array(50).fill('5'));
    door.open();
    await expect.poll(async () => (await send('while-0')).status, { timeout: 10_000 }).toBe(202);
    const rows = await database.withTenant(connection, (db) => db.inbox.count());
    expect(rows).toBe(2);
    await behindDoor.close();
    door.close();
  });
});

describe('greedy senders', () => {
  it('have so many connections per address and no more; others are served', async () => {
    const receiver = await start(database, { isExempt: () => false });
    const opened = await Promise.all(
      Array.from({ length: 300 }, async () => {
        const socket = net.connect(receiver.port, '127.0.0.1');
        socket.on('error', () => {});
        await new Promise((resolve) => socket.once('connect', resolve));
        return socket;
      }),
    );
    await expect.poll(() => opened.filter((socket) => socket.closed).length).toBe(300 - 256);
    for (const socket of opened) socket.destroy();
    await expect
      .poll(async () => (await fetch(`http://127.0.0.1:${receiver.port}/`).catch(() => null))?.status)
      .toBe(404);
  });

  it('that send their headers slowly, or too many of them, are cut off', async () => {
    const limits = { headersTimeout: 300, requestTimeout: 400, connectionsCheckingInterval: 50 };
    const receiver = await start(database, { limits });
    const slow = net.connect(receiver.port, '127.0.0.1');
    const received: string[] = [];
    slow.on('data', (data) => received.push(data.toString()));
    slow.write('POST /api/ingest/x/y HTTP/1.1\r\nhost: x\r\n');
    await new Promise((resolve) => slow.once('close', resolve));
    expect(received.join('')).toMatch(/^HTTP\/1\.1 408/);
    const huge = http.request({
      port: receiver.port,
      path: '/',
      headers: { filler: 'x'.repeat(serverLimits.maxHeaderSize) },
    });
    const status = await new Promise((resolve) =>
      huge
        .end()
        .once('response', (response) => resolve(response.statusCode))
        .once('error', resolve),
    );
    expect(status).toBe(431);
  });
});

describe('addresses that do not exist', () => {
  it('cost one lookup each within their few seconds, and are forgotten when there are too many', async () => {
    let lookups = 0;
    const routes = new ConnectionRoutes({
      maxUnknown: 10,
      database: {
        sqlWithoutTenant: async (work) => {
          lookups++;
          return work({ query: async () => [] });
        },
      },
    });
    await Promise.all(Array.from({ length: 50 }, () => routes.find('00000000-0000-7000-8000-000000000000')));
    expect(lookups).toBe(1);
    for (let index = 0; index < 1_000; index++) await routes.find(`id-${index}`);
    expect((routes as unknown as { unknown: Map<string, unknown> }).unknown.size).toBe(10);
  });
});
