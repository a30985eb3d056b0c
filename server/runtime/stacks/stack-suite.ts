// One playbook, any stack: node server/runtime/stacks/stack-suite.ts [--psa <id>] [--rmm <id>] [--at-once 4]
// The seeded troubles happen in the worlds of every PSA x RMM pair there is, behind the sandboxes of those two vendors. The
// real worker, bus and connectors deal with them. Every pair must end the same; where a vendor cannot do what is needed, the
// refusal must name it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { registeredConnectors } from '#server/bus/registry.ts';
import { judgeStack, type StackVerdict } from './judge-stack.ts';
import { openStackBed } from './stack-bed.ts';
import { type Pair, StackWorld } from './stack-world.ts';

const { values } = parseArgs({
  options: {
    psa: { type: 'string' },
    rmm: { type: 'string' },
    'at-once': { type: 'string', default: '4' },
    'wait-s': { type: 'string', default: '700' },
  },
});
const from = performance.now();
const seconds = () => Math.round((performance.now() - from) / 1_000);

const offering = (capability: 'ticket.create' | 'alert.read' | 'script.run', wanted: string | undefined) =>
  Object.values(registeredConnectors)
    .filter((connector) => connector.capabilities[capability] && (wanted === undefined || connector.id === wanted))
    .map(({ id }) => id)
    .sort();
/** an RMM is what tells of alerts, or runs scripts */
const rmms = [...new Set([...offering('alert.read', values.rmm), ...offering('script.run', values.rmm)])].sort();
const pairs: Pair[] = offering('ticket.create', values.psa).flatMap((psa) => rmms.map((rmm) => ({ psa, rmm })));

const dataDir = mkdtempSync(path.join(tmpdir(), 'mspclaw-stacks-'));
const bed = await openStackBed(dataDir);
const worlds: StackWorld[] = [];
const verdicts: StackVerdict[] = [];
const close = async () => {
  await bed.stopWorker();
  for (const world of worlds) await world.close();
  await bed.close();
  rmSync(dataDir, { recursive: true, force: true });
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void close().finally(() => process.exit(1)));
}

try {
  console.log(`${pairs.length} stacks`);
  const waiting = [...pairs];
  const setUp = async () => {
    for (let pair = waiting.shift(); pair; pair = waiting.shift()) {
      try {
        worlds.push(await StackWorld.make(pair, bed));
      } catch (error) {
        verdicts.push({ pair, problems: [`was not set up: ${String(error)}`], ending: 'none' });
      }
    }
  };
  await Promise.all(Array.from({ length: Number(values['at-once']) }, setUp));
  console.log(`${seconds()} s: ${worlds.length} stacks connected and synced`);
  await bed.startWorker();
  for (const world of worlds) await world.firstPoll();
  console.log(`${seconds()} s: polled once; now the troubles begin`);
  for (const world of worlds) world.breakThings();
  const end = performance.now() + Number(values['wait-s']) * 1_000;
  for (let open = worlds; open.length > 0 && performance.now() < end; await sleep(1_000)) {
    const states = await Promise.all(open.map(async (world) => ({ world, isOver: await world.isOver() })));
    open = states.filter(({ isOver }) => !isOver).map(({ world }) => world);
  }
  console.log(`${seconds()} s: judging`);
  for (const world of worlds) verdicts.push(judgeStack(world.pair, await world.facts()));
} finally {
  await close();
}

const sorted = verdicts.sort((a, b) => (`${a.pair.psa}${a.pair.rmm}` < `${b.pair.psa}${b.pair.rmm}` ? -1 : 1));
for (const { pair, problems, ending } of sorted) {
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${pair.psa} x ${pair.rmm}: ${ending}`);
  for (const problem of problems) console.log(`       ${problem}`);
}
const failed = sorted.filter(({ problems }) => problems.length > 0).length;
const isWhole = sorted.length === pairs.length && pairs.length > 0;
if (!isWhole) console.log(`only ${sorted.length} of ${pairs.length} stacks were judged`);
console.log(`${seconds()} s`);
console.log(`${sorted.length - failed} passed, ${failed + (isWhole ? 0 : 1)} failed`);
process.exit(failed === 0 && isWhole ? 0 : 1);
