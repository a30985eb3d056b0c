// Every 202 survives: PostgreSQL and the receiver are killed (-9) in turn under an open-loop load, then the sender's log of
// 202s is compared with the inbox. node durable-ack-suite.ts [--kills 6] [--rate 400] [--seed n]
// With --sabotage ack-before-commit the receiver answers too early: then this suite must fail.
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ReceiverStack } from '../testing/receiver-stack.ts';
import { OpenLoopSender, type SentHook } from './open-loop-sender.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '6' },
    rate: { type: 'string', default: '400' },
    seed: { type: 'string' },
    sabotage: { type: 'string' },
  },
});
const kills = Number(values.kills);
const perSecond = Number(values.rate);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

/** mulberry32: the same seed, the same run, as far as timing allows */
function seeded(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const failures: string[] = [];
let passed = 0;
const check = (title: string, isRight: boolean, detail: string) => {
  console.log(`${isRight ? 'ok  ' : 'FAIL'} ${title}: ${detail}`);
  if (isRight) passed++;
  else failures.push(title);
};

console.log(
  `durable ack: seed ${seed}, ${kills} kills, ${perSecond} hooks/s, ${os.cpus().length} cores, ${os.cpus()[0]?.model ?? ''}`,
);
const random = seeded(seed);
const stack = await ReceiverStack.start(values.sabotage);
try {
  const connections = await stack.createConnections(4);
  const sender = new OpenLoopSender({ port: stack.port, connections, perSecond, random });
  const sending = sender.run();
  const startedAt = performance.now();
  const done = { postgres: 0, receiver: 0 };
  await sleep(1_000);
  for (let kill = 0; kill < kills; kill++) {
    if (kill % 2 === 0) {
      stack.killPostgres();
      await sleep(random() * 300);
      await stack.startPostgres();
      done.postgres++;
    } else {
      await stack.killReceiver();
      await sleep(random() * 300);
      await stack.startReceiver();
      done.receiver++;
    }
    await sleep(800 + random() * 1_200);
  }
  sender.stopSending();
  await sending;
  const seconds = (performance.now() - startedAt) / 1_000;
  await Promise.race([
    sender.settled(),
    sleep(60_000, undefined, { ref: false }).then(() => failures.push('not settled in 60 s')),
  ]);

  const rows = new Map<string, number>();
  for (const { orgId, connectionId } of connections) {
    const found = await stack.database.sqlWithTenant({ orgId }, (sql) =>
      sql.query<{ dedupe_key: string }>('SELECT dedupe_key FROM inbox WHERE org_id = $1 AND connection_id = $2', [
        orgId,
        connectionId,
      ]),
    );
    for (const { dedupe_key } of found)
      rows.set(`${connectionId} ${dedupe_key}`, (rows.get(`${connectionId} ${dedupe_key}`) ?? 0) + 1);
  }
  const countOf = (hook: SentHook) => rows.get(`${hook.connection.connectionId} id:${hook.id}`) ?? 0;
  const accepted = sender.hooks.filter((hook) => hook.acceptedAfterMs.length > 0);
  const lost = accepted.filter((hook) => countOf(hook) === 0);
  const twice = [...rows.values()].filter((count) => count > 1);
  const { counts } = sender;
  const latencies = accepted.flatMap((hook) => hook.acceptedAfterMs).sort((a, b) => a - b);
  const at = (share: number) => (latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1);
  console.log(
    `${seconds.toFixed(1)} s, ${sender.hooks.length} hooks, ${counts.requests} requests: ${counts.accepted} x 202 (${counts.duplicates} duplicates), ${counts.refused503} x 503, ${counts.unanswered} unanswered`,
  );
  console.log(
    `time to a 202, outages included: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${latencies.at(-1)?.toFixed(0)} ms`,
  );

  check(
    'kills',
    done.postgres + done.receiver === kills,
    `${done.postgres} of PostgreSQL, ${done.receiver} of the receiver`,
  );
  check(
    'the kills were felt',
    counts.refused503 + counts.unanswered > 0,
    `${counts.refused503 + counts.unanswered} requests failed and were sent again`,
  );
  check(
    'load',
    sender.hooks.length >= kills * 300,
    `${(sender.hooks.length / seconds).toFixed(0)} hooks/s, ${counts.heldBack} held back by a slow machine`,
  );
  check('0 lost', lost.length === 0, `${accepted.length} hooks answered 202, ${lost.length} of them not in the inbox`);
  check('0 twice', twice.length === 0, `${rows.size} distinct rows, ${twice.length} of them more than once`);
  check(
    'every hook arrived in the end',
    accepted.length === sender.hooks.length,
    `${accepted.length} of ${sender.hooks.length}`,
  );
  check('no other answer', Object.keys(counts.otherStatuses).length === 0, JSON.stringify(counts.otherStatuses));
} finally {
  await stack.stop();
}
console.log(`ack: ${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
