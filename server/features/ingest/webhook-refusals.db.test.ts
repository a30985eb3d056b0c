// What must not get in, over a real socket into a real database. Every suite counts what it sent and what was left.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import {
  createTestConnection,
  type Receiver,
  signedHeaders,
  startReceiver,
  type TestConnection,
} from './testing/ingest-fixture.ts';
import { requestHead, sendRaw } from './testing/raw-http.ts';

const database = testDatabase();
let receiver: Receiver;
let connection: TestConnection;

beforeAll(async () => {
  receiver = await startReceiver(database, { bodyTimeoutMs: 400 });
  connection = await createTestConnection(database, await createTestOrg(database));
});
afterAll(() => receiver.close());

const body = (id: string) => JSON.stringify({ deliveryId: id, hints: [] });
const post = async (
  content: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
  path = connection.path,
  method = 'POST',
) => {
  const request = method === 'GET' ? { method, headers } : { method, headers, body: content };
  const response = await fetch(`http://127.0.0.1:${receiver.port}${path}`, request);
  return { status: response.status, json: (await response.json().catch(() => null)) as Record<string, unknown> | null };
};
const rows = async (from: TestConnection = connection) => {
  const where = { orgId: from.orgId, connectionId: from.connectionId };
  return database.withTenant(from, async (db) => ({
    inbox: await db.inbox.count({ where }),
    keys: await db.inboxKey.count({ where }),
  }));
};
const expectNothingLeft = async (work: () => Promise<void>) => {
  const before = await rows();
  await work();
  expect(await rows()).toEqual(before);
};

describe('a delivery', () => {
  it('is committed before it is answered 202, with no secret among the kept headers', async () => {
    const text = body('first');
    const sent = {
      ...signedHeaders(connection, text),
      authorization: 'Bearer canary',
      cookie: 'a=canary',
      'x-api-key': 'canary',
    };
    expect(await post(text, sent)).toEqual({ status: 202, json: { accepted: true, duplicate: false } });
    const stored = await database.withTenant(connection, (db) =>
      db.inbox.findMany({ where: { connectionId: connection.connectionId } }),
    );
    expect(stored.map((row) => Buffer.from(row.body).toString())).toEqual([text]);
    expect(JSON.stringify(stored[0]?.headers)).not.toContain('canary');
    expect(JSON.stringify(stored[0]?.headers)).not.toContain('v1,');
  });

  it('that comes again is told so and leaves one row', async () => {
    const text = body('twice');
    const before = await rows();
    expect((await post(text, signedHeaders(connection, text))).json).toEqual({ accepted: true, duplicate: false });
    expect((await post(text, signedHeaders(connection, text))).json).toEqual({ accepted: true, duplicate: true });
    expect(await rows()).toEqual({ inbox: before.inbox + 1, keys: before.keys + 1 });
  });

  it('raced by 20 at once is one row, 50 times out of 50', async () => {
    const before = await rows();
    const counts: number[] = [];
    for (let round = 0; round < 50; round++) {
      const text = body(`race-${round}`);
      const answers = await Promise.all(Array.from({ length: 20 }, () => post(text, signedHeaders(connection, text))));
      expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(202));
      counts.push(answers.filter((answer) => answer.json?.duplicate === false).length);
    }
    const after = await rows();
    console.log(`races: 50 rounds of 20, ${after.inbox - before.inbox} rows`);
    expect(counts).toEqual(Array(50).fill(1));
    expect(after).toEqual({ inbox: before.inbox + 50, keys: before.keys + 50 });
  }, 60_000);

  it('with an id that no column could hold is kept all the same', async () => {
    for (const id of ['a\u0000b', '\ud800', 'x'.repeat(10_000), 'ü'.repeat(50)]) {
      const text = body(id);
      expect((await post(text, signedHeaders(connection, text))).status).toBe(202);
      expect((await post(text, signedHeaders(connection, text))).json?.duplicate).toBe(true);
    }
  });

  it('of another tenant with the same id is another delivery', async () => {
    const other = await createTestConnection(database, await createTestOrg(database));
    const text = body('shared-id');
    expect((await post(text, signedHeaders(connection, text))).json?.duplicate).toBe(false);
    expect((await post(text, signedHeaders(other, text), other.path)).json?.duplicate).toBe(false);
  });
});

describe('refused without a trace', () => {
  it('every address but the right one, all with the same answer', async () => {
    const other = await createTestConnection(database, await createTestOrg(database));
    const disabled = await createTestConnection(database, await createTestOrg(database));
    const hookless = await createTestConnection(database, await createTestOrg(database), 'no/webhooks');
    await database.withTenant(disabled, (db) =>
      db.connection.updateMany({ where: { id: disabled.connectionId }, data: { status: 'disabled' } }),
    );
    const { connectionId, addressSecret } = connection;
    const paths = [
      `/api/ingest/${connectionId}/wrong`,
      `/api/ingest/${connectionId}/${addressSecret.slice(0, -1)}`,
      `/api/ingest/${connectionId}/${addressSecret}x`,
      `/api/ingest/${connectionId}/${other.addressSecret}`,
      `/api/ingest/${other.connectionId}/${addressSecret}`,
      `/api/ingest/${connectionId}/${'x'.repeat(5_000)}`,
      `/api/ingest/${connectionId}`,
      `/api/ingest/${connectionId}/${addressSecret}/more`,
      '/api/ingest/0192f0c0-0000-7000-8000-000000000000/x',
      "/api/ingest/1'%20OR%201=1/x",
      '/api/ingest/not-a-uuid/x',
      disabled.path,
      hookless.path,
    ];
    await expectNothingLeft(async () => {
      for (const path of paths) {
        const text = body('address');
        const answer = await post(text, signedHeaders(connection, text), path);
        expect(answer, path).toEqual({ status: 404, json: { error: 'unknown-address' } });
      }
    });
  });

  it('a disabled connection within five seconds', async () => {
    const soon = await createTestConnection(database, await createTestOrg(database));
    const send = async (id: string) => (await post(body(id), signedHeaders(soon, body(id)), soon.path)).status;
    expect(await send('before')).toBe(202);
    await database.withTenant(soon, (db) =>
      db.connection.updateMany({ where: { id: soon.connectionId }, data: { status: 'disabled' } }),
    );
    const start = performance.now();
    await expect.poll(() => send(`after-${performance.now()}`), { timeout: 5_000, interval: 100 }).toBe(404);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('every method but POST', async () => {
    await expectNothingLeft(async () => {
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const text = body('method');
        expect((await post(text, signedHeaders(connection, text), connection.path, method)).status, method).toBe(405);
      }
    });
  });

  it('every content type but plain JSON', async () => {
    const types = [
      'text/plain',
      'text/html',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      'application/octet-stream',
      'application/problem+json',
      'application/json; charset=utf-16',
      'application/json, text/plain',
      'application/jsonp',
      'text/json',
      'application/json; profile="../../etc/passwd"',
    ];
    await expectNothingLeft(async () => {
      for (const type of types) {
        const text = body('type');
        expect((await post(text, { ...signedHeaders(connection, text), 'content-type': type })).status, type).toBe(415);
      }
    });
    console.log(`content types: ${types.length} refused`);
    expect(types).toHaveLength(12);
    for (const type of ['application/json', 'Application/JSON; charset=UTF-8', 'application/json;charset="utf-8"']) {
      const text = body(type);
      expect((await post(text, { ...signedHeaders(connection, text), 'content-type': type })).status, type).toBe(202);
    }
  });

  it('compressed bodies, bombs among them', async () => {
    await expectNothingLeft(async () => {
      const bomb = new Uint8Array(gzipSync(Buffer.alloc(10_000_000)));
      for (const encoding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, identity']) {
        const sent = { ...signedHeaders(connection, bomb), 'content-encoding': encoding };
        expect((await post(bomb, sent)).status, encoding).toBe(415);
      }
    });
  });

  it('bodies over the cap, whether they say so or not', async () => {
    await expectNothingLeft(async () => {
      const big = JSON.stringify({ deliveryId: 'big', filler: 'x'.repeat(70_000) });
      expect((await post(big, signedHeaders(connection, big))).status).toBe(413);
      const head = requestHead(connection.path, [
        ...Object.entries(signedHeaders(connection, big)),
        ['transfer-encoding', 'chunked'],
      ]);
      const chunk = `1000\r\n${'x'.repeat(4_096)}\r\n`;
      expect(await sendRaw(receiver.port, head, ...Array<string>(20).fill(chunk), '0\r\n\r\n')).toBe(413);
    });
  });

  it('headers sent twice and contradictory lengths', async () => {
    const text = body('double');
    const sent = [...Object.entries(signedHeaders(connection, text)), ['content-length', `${text.length}`]] as [
      string,
      string,
    ][];
    const twice: [string, string][] = [
      ['content-type', 'application/json'],
      ['webhook-signature', 'v1,AAAA'],
      ['webhook-id', 'other'],
      ['webhook-timestamp', '1'],
      ['authorization', 'Basic eDp5'],
      ['content-length', '1'],
      ['content-encoding', 'identity'],
    ];
    await expectNothingLeft(async () => {
      for (const header of twice) {
        const added: [string, string][] =
          header[0] === 'authorization' || header[0] === 'content-encoding' ? [header, header] : [header];
        expect(await sendRaw(receiver.port, requestHead(connection.path, [...sent, ...added]), text), header[0]).toBe(
          400,
        );
      }
      expect(
        await sendRaw(receiver.port, requestHead(connection.path, [...sent, ['transfer-encoding', 'chunked']]), text),
      ).toBe(400);
    });
  });

  it('bodies that come too slowly, without holding anybody else up', async () => {
    await expectNothingLeft(async () => {
      const text = body('slow');
      const head = requestHead(connection.path, [
        ...Object.entries(signedHeaders(connection, text)),
        ['content-length', `${text.length}`],
      ]);
      const slow = Array.from({ length: 50 }, () => sendRaw(receiver.port, head, text.slice(0, 5)));
      expect((await post('{}', signedHeaders(connection, body('other')))).status).toBe(401);
      expect(await Promise.all(slow)).toEqual(Array(50).fill(408));
    });
  });

  it('JSON nested deeper than anything needs', async () => {
    await expectNothingLeft(async () => {
      for (const text of ['['.repeat(65) + ']'.repeat(65), `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`]) {
        expect(await post(text, signedHeaders(connection, text))).toEqual({ status: 400, json: { error: 'too-deep' } });
      }
    });
  });
});
