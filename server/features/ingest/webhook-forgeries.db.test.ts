// Hostile content by the thousand: forged signatures and broken JSON. Counts are printed and checked.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
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

const perClass = 840;
const body = (id: string) => JSON.stringify({ deliveryId: id, hints: [] });
const post = async (
  content: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
  path = connection.path,
) => {
  const response = await fetch(`http://127.0.0.1:${receiver.port}${path}`, { method: 'POST', headers, body: content });
  await response.arrayBuffer();
  return response.status;
};
const countRows = (from: TestConnection) =>
  database.withTenant(from, (db) => db.inbox.count({ where: { orgId: from.orgId, connectionId: from.connectionId } }));

describe('forgeries', () => {
  it('of 12 classes, 840 each, leave no row and no 5xx', async () => {
    const other = await createTestConnection(database, await createTestOrg(database));
    const text = (index: number) => body(`forged-${index}`);
    const old = (seconds: string) => (headers: Record<string, string>) => ({
      ...headers,
      'webhook-timestamp': seconds,
    });
    const now = () => Math.floor(Date.now() / 1_000);
    const classes: Record<string, (index: number) => [content: string, headers: Record<string, string>]> = {
      'no signature': (i) => [text(i), { 'content-type': 'application/json' }],
      'other tenant key': (i) => [text(i), signedHeaders(other, text(i))],
      'changed body': (i) => [`${text(i)} `, signedHeaders(connection, text(i))],
      'changed id': (i) => [text(i), { ...signedHeaders(connection, text(i)), 'webhook-id': `msg_${i}` }],
      'dot in id': (i) => [text(i), { ...signedHeaders(connection, text(i)), 'webhook-id': `a.${i}` }],
      'old time': (i) => [text(i), old(String(now() - 301 - i))(signedHeaders(connection, text(i)))],
      'future time': (i) => [text(i), old(String(now() + 302 + i))(signedHeaders(connection, text(i)))],
      'time as text': (i) => [text(i), old(`${now()}e0`)(signedHeaders(connection, text(i)))],
      'v1a for v1': (i) => [text(i), relabel(signedHeaders(connection, text(i)), 'v1a')],
      'v2 for v1': (i) => [text(i), relabel(signedHeaders(connection, text(i)), 'v2')],
      'cut signature': (i) => [text(i), cut(signedHeaders(connection, text(i)), (i % 46) + 1)],
      'many signatures': (i) => [
        text(i),
        {
          ...signedHeaders(connection, text(i)),
          'webhook-signature': Array(100)
            .fill(`v1,${'A'.repeat(43)}=`)
            .join(' '),
        },
      ],
    };
    let sent = 0;
    for (const [name, make] of Object.entries(classes)) {
      for (let index = 0; index < perClass; index += 20) {
        const answers = await Promise.all(Array.from({ length: 20 }, (_, offset) => post(...make(index + offset))));
        expect(answers, name).toEqual(Array(20).fill(401));
        sent += answers.length;
      }
    }
    const left = await countRows(connection);
    console.log(`forgeries: ${sent} sent in ${Object.keys(classes).length} classes, ${left} rows`);
    expect(left).toBe(0);
    expect(sent).toBe(12 * perClass);
  }, 120_000);
});

const relabel = (headers: Record<string, string>, label: string) => ({
  ...headers,
  'webhook-signature': (headers['webhook-signature'] ?? '').replace('v1,', `${label},`),
});
const cut = (headers: Record<string, string>, by: number) => ({
  ...headers,
  'webhook-signature': (headers['webhook-signature'] ?? '').slice(0, -by),
});

const suiteFile = fileURLToPath(new URL('../../../../shared/test-vectors/json-test-suite.jsonl', import.meta.url));
if (!existsSync(suiteFile)) console.log('skipped: ../shared/test-vectors is not here');

describe.skipIf(!existsSync(suiteFile))('the JSONTestSuite as bodies', () => {
  it('causes no 5xx, and what is not JSON leaves no row', async () => {
    const own = await createTestConnection(database, await createTestOrg(database));
    const cases = readFileSync(suiteFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string; expect: string; b64: string });
    const seen: Record<string, number> = {};
    for (const entry of cases) {
      const bytes = new Uint8Array(Buffer.from(entry.b64, 'base64'));
      const before = await countRows(own);
      const status = await post(bytes, signedHeaders(own, bytes), own.path);
      const isBig = bytes.length > 65_536;
      const allowed = isBig ? [413] : { accept: [202], reject: [400], either: [202, 400] }[entry.expect];
      expect(allowed, `${entry.name} (${entry.expect}): ${status}`).toContain(status);
      if (status !== 202) expect(await countRows(own), entry.name).toBe(before);
      const key = `${entry.expect} ${status}`;
      seen[key] = (seen[key] ?? 0) + 1;
    }
    console.log(`JSONTestSuite: ${cases.length} bodies, ${JSON.stringify(seen)}`);
    expect(cases).toHaveLength(318);
  }, 60_000);
});
