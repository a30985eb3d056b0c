// Good hooks beside hostile ones, against a receiver in a process of its own, whose memory is watched.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { createTestConnection, signedHeaders, type TestConnection } from './testing/ingest-fixture.ts';
import { requestHead, sendRaw } from './testing/raw-http.ts';

const database = testDatabase();
const file = fileURLToPath(new URL('./testing/receiver-process.ts', import.meta.url));
let receiver: ChildProcess;
let port = 0;
let connection: TestConnection;

beforeAll(async () => {
  connection = await createTestConnection(database, await createTestOrg(database));
  receiver = spawn(process.execPath, [file, inject('appUrl'), '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  port = await new Promise<number>((resolve, reject) => {
    receiver.stdout?.once('data', (data: Buffer) => resolve(Number(/ready (\d+)/.exec(data.toString())?.[1])));
    receiver.once('exit', (code) => reject(new Error(`the receiver ended with ${code}`)));
  });
});
afterAll(() => receiver.kill('SIGKILL'));

/** in MB; null off Linux */
const memory = () =>
  process.platform === 'linux'
    ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${receiver.pid}/status`, 'utf8'))?.[1]) / 1_024
    : null;

async function sendGood(count: number, name: string): Promise<{ statuses: number[]; p99: number }> {
  const latencies: number[] = [];
  const statuses: number[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const body = JSON.stringify({ deliveryId: `${name}-${next++}`, hints: [] });
      const start = performance.now();
      const answer = await fetch(`http://127.0.0.1:${port}${connection.path}`, {
        method: 'POST',
        headers: signedHeaders(connection, body),
        body,
      });
      await answer.arrayBuffer();
      latencies.push(performance.now() - start);
      statuses.push(answer.status);
    }
  };
  await Promise.all(Array.from({ length: 10 }, worker));
  latencies.sort((a, b) => a - b);
  return { statuses, p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0 };
}

const head = (length: number, extra: [string, string][] = []) =>
  requestHead(connection.path, [
    ...Object.entries(signedHeaders(connection, '')),
    ['content-length', `${length}`],
    ...extra,
  ]);

describe('hostile traffic', () => {
  it('gets no row, no 5xx and no memory, and good traffic beside it is served', async () => {
    const alone = await sendGood(1_500, 'alone');
    const before = memory();
    const slow = Array.from({ length: 500 }, () => net.connect(port, '127.0.0.1').on('error', () => {}));
    for (const [index, socket] of slow.entries())
      socket.write(index % 2 === 0 ? 'POST /api/ingest/' : `${head(100)}{"a`);
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const big = Buffer.alloc(10_000_000, 0x20);
    const hostile = Promise.all([
      ...Array.from({ length: 20 }, () => sendRaw(port, head(big.length), big)),
      ...Array.from({ length: 20 }, () => sendRaw(port, head(bomb.length, [['content-encoding', 'gzip']]), bomb)),
      ...Array.from({ length: 200 }, () => sendRaw(port, head(4), '{"a"')),
      ...Array.from({ length: 200 }, (_, index) => sendRaw(port, `${'\u0000\u0001GET'.repeat(index)}\r\n\r\n`)),
    ]);
    const beside = await sendGood(1_500, 'beside');
    const answers = await hostile;
    const grown = before === null ? null : (memory() ?? 0) - before;
    for (const socket of slow) socket.destroy();

    const tally = Object.groupBy(answers, (status) => String(status));
    const counts = Object.fromEntries(Object.entries(tally).map(([status, list]) => [status, list?.length]));
    console.log(
      `hostile: 500 slow sockets, ${answers.length} requests ${JSON.stringify(counts)}; good p99 alone ${alone.p99.toFixed(0)} ms, beside ${beside.p99.toFixed(0)} ms; memory +${grown?.toFixed(0)} MB`,
    );
    expect([...alone.statuses, ...beside.statuses]).toEqual(Array(3_000).fill(202));
    expect(answers.filter((status) => status !== null && (status < 400 || status >= 500))).toEqual([]);
    expect(await database.withTenant(connection, (db) => db.inbox.count())).toBe(3_000);
    if (grown !== null) expect(grown).toBeLessThan(100);
  }, 120_000);
});
