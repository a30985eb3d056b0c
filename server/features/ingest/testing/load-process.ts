// The load generator in a process of its own. Reads one JSON line from stdin, prints one JSON line: the figures.
// Requests are built and signed before the clock starts; the sockets get ready-made bytes.
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { signedHeaders, type TestConnection } from './ingest-fixture.ts';
import { requestHead } from './raw-http.ts';

export interface LoadPlan {
  port: number;
  connections: (Omit<TestConnection, 'signingKey'> & { signingKey: string })[];
  sockets: number;
  seconds: number;
  /** null: each socket sends its next request when it has its answer */
  perSecond: number | null;
  bodyBytes: number;
  /** prefix of the delivery ids; a new one per run */
  name: string;
}

export interface LoadFigures {
  accepted: number;
  other: number;
  perSecond: number;
  p50: number;
  p99: number;
  max: number;
}

const plan = JSON.parse(await text(process.stdin)) as LoadPlan;
const connections = plan.connections.map((one) => ({ ...one, signingKey: Buffer.from(one.signingKey, 'base64') }));
const planned = Math.ceil((plan.perSecond ?? 8_000) * plan.seconds);
const requests = Array.from({ length: planned }, (_, index) => {
  const connection = connections[index % connections.length];
  if (!connection) throw new Error('no connections');
  const head = { deliveryId: `${plan.name}-${index}`, hints: [], filler: '' };
  const body = JSON.stringify({
    ...head,
    filler: 'x'.repeat(Math.max(0, plan.bodyBytes - JSON.stringify(head).length)),
  });
  const headers = [...Object.entries(signedHeaders(connection, body)), ['content-length', String(body.length)]];
  return Buffer.from(requestHead(connection.path, headers as [string, string][]) + body);
});

const figures = { accepted: 0, other: 0 };
const latencies: number[] = [];
let next = 0;
let isOver = false;

class Sender {
  private startedAt = 0;
  private received = '';
  private onAnswer: (() => void) | null = null;
  private readonly socket: net.Socket;

  constructor(socket: net.Socket) {
    this.socket = socket;
    socket.on('data', (data) => this.receive(data));
  }

  /** From `dueAt`, not from when the socket was free: a stall counts for everybody who waited (no coordinated omission). */
  send(bytes: Buffer, dueAt: number): Promise<void> {
    this.startedAt = dueAt;
    return new Promise((resolve) => {
      this.onAnswer = resolve;
      this.socket.write(bytes);
    });
  }

  private receive(data: Buffer): void {
    this.received += data.toString('latin1');
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(this.received)?.[1] ?? 0);
    if (this.received.length < end + 4 + length) return;
    if (!isOver) {
      if (this.received.startsWith('HTTP/1.1 202')) figures.accepted++;
      else figures.other++;
      latencies.push(performance.now() - this.startedAt);
    }
    this.received = this.received.slice(end + 4 + length);
    this.onAnswer?.();
  }
}

const senders = await Promise.all(
  Array.from({ length: plan.sockets }, async () => {
    const socket = net.connect(plan.port, '127.0.0.1');
    socket.setNoDelay(true);
    await new Promise((resolve) => socket.once('connect', resolve));
    return new Sender(socket);
  }),
);

const startedAt = performance.now();
const elapsed = () => (performance.now() - startedAt) / 1_000;

if (plan.perSecond === null) {
  await Promise.all(
    senders.map(async (sender) => {
      while (elapsed() < plan.seconds) {
        const bytes = requests[next++];
        if (!bytes) return;
        await sender.send(bytes, performance.now());
      }
    }),
  );
} else {
  const { perSecond } = plan;
  const free = [...senders];
  const late: number[] = [];
  const pump = () => {
    while (late.length > 0 && free.length > 0) {
      const [dueAt, sender, bytes] = [late.shift(), free.pop(), requests[next++]];
      if (dueAt === undefined || !sender || !bytes) return;
      void sender.send(bytes, dueAt).then(() => {
        free.push(sender);
        pump();
      });
    }
  };
  for (let due = 0; elapsed() < plan.seconds; ) {
    for (; due < elapsed() * perSecond; due++) late.push(startedAt + (due / perSecond) * 1_000);
    pump();
    await sleep(1);
  }
}
const seconds = elapsed();
isOver = true;
latencies.sort((a, b) => a - b);
const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
const result: LoadFigures = {
  ...figures,
  perSecond: figures.accepted / seconds,
  p50: at(0.5),
  p99: at(0.99),
  max: at(1),
};
console.log(JSON.stringify(result));
process.exit(0);
