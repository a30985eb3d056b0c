// Accepted webhooks per second, each signed, deduplicated and committed to PostgreSQL (fsync on) before its 202, through
// the fast path. Receiver, database and load generator are processes of their own on this machine.
// node bench-ingest.ts [--seconds 8] [--rate 3000] [--sockets 64] [--bytes 900]
import { spawn } from 'node:child_process';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { LoadFigures, LoadPlan } from './testing/load-process.ts';
import { ReceiverStack } from './testing/receiver-stack.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    rate: { type: 'string', default: '3000' },
    sockets: { type: 'string', default: '64' },
    bytes: { type: 'string', default: '900' },
  },
});
const [seconds, rate, sockets, bodyBytes] = [values.seconds, values.rate, values.sockets, values.bytes].map(Number) as [
  number,
  number,
  number,
  number,
];
const loadFile = fileURLToPath(new URL('./testing/load-process.ts', import.meta.url));

function load(plan: LoadPlan): Promise<LoadFigures> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [loadFile], { stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
    });
    child.once('exit', (code) =>
      code === 0 ? resolve(JSON.parse(output) as LoadFigures) : reject(new Error(`load ended with ${code}`)),
    );
    child.stdin.end(JSON.stringify(plan));
  });
}

const say = (title: string, figures: LoadFigures) =>
  console.log(
    `${title}: ${figures.perSecond.toFixed(0)} accepted/s, p50 ${figures.p50.toFixed(1)} ms, p99 ${figures.p99.toFixed(1)} ms, max ${figures.max.toFixed(0)} ms, ${figures.other} others`,
  );

console.log(`command: node server/features/ingest/bench-ingest.ts ${process.argv.slice(2).join(' ')}`);
console.log(
  `machine: ${os.cpus().length} x ${os.cpus()[0]?.model}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB, ${os.platform()} ${os.release()}, node ${process.version}, load ${os
    .loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')}`,
);
const stack = await ReceiverStack.start();
try {
  const connections = (await stack.createConnections(4)).map((one) => ({
    ...one,
    signingKey: one.signingKey.toString('base64'),
  }));
  const plan = { port: stack.port, connections, sockets, seconds, bodyBytes };
  await load({ ...plan, seconds: 2, perSecond: null, name: 'warm' });
  const open = await load({ ...plan, sockets: 256, perSecond: rate, name: 'open' });
  say(`open loop at ${rate}/s, 256 sockets, ${bodyBytes} bytes, 4 orgs`, open);
  const before = stack.cpuMs();
  const closed = await load({ ...plan, perSecond: null, name: 'closed' });
  const after = stack.cpuMs();
  say(`as fast as it goes, ${sockets} sockets`, closed);
  if (before && after) {
    const each = (part: 'receiver' | 'postgres') => ((after[part] - before[part]) * 1_000) / closed.accepted;
    console.log(
      `CPU per accepted hook: receiver ${each('receiver').toFixed(0)} us, PostgreSQL ${each('postgres').toFixed(0)} us`,
    );
  }
  const stored = await Promise.all(
    connections.map(({ orgId }) => stack.database.withTenant({ orgId }, (db) => db.inbox.count())),
  );
  console.log(`rows in the inbox: ${stored.reduce((sum, count) => sum + count, 0)}`);
} finally {
  await stack.stop();
}
