// The crash suite of the whole product: node server/runtime/crash/composed-suite.ts [--kills 25] [--seed n] [--log file]
// Real workers with the real bus and connectors, the sandbox vendors with their ledger, real webhooks through the
// receiver. Ends with code 1 when a promise was broken, or when it did less than it was asked to.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ComposedBed } from './composed-bed.ts';
import { judgeComposed } from './composed-verdict.ts';
import { seededRandom } from './seeded-random.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '25' },
    'web-kills': { type: 'string', default: '3' },
    restarts: { type: 'string', default: '1' },
    alerts: { type: 'string', default: '16' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    log: { type: 'string' },
  },
});
const [kills, webKills, restarts, wantedAlerts] = [
  values.kills,
  values['web-kills'],
  values.restarts,
  values.alerts,
].map(Number) as [number, number, number, number];
const seed = Number(values.seed);
const random = seededRandom(seed);

const betweenKillsMs = [1_000, 4_500] as const;
/** what the kills left open waits for a send deadline, and the RMM answers five questions a second */
const settleMs = 240_000;
const from = performance.now();
const seconds = () => Math.round((performance.now() - from) / 1_000);
const ended = new Set(['succeeded', 'escalated', 'stopped', 'failed', 'cancelled', 'unknown']);

console.log(
  `composed crash suite: seed ${seed}, ${kills} kills of workers, ${webKills} of the receiver, ${restarts} restarts of the database, ${wantedAlerts} alerts, ${availableParallelism()} cores, Node ${process.version}`,
);
const bed = await ComposedBed.make(2);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void bed.close().finally(() => process.exit(1)));
}

const problems: string[] = [];
let kept = 0;
try {
  const state = await bed.control.state();
  const machines = state.devices.filter(({ role, services }) => role === 'workstation' && services.length > 0);
  const news = machines
    .flatMap(({ name }) => [
      () => bed.control.raiseAlert(name),
      () => bed.control.stopService(name, 'Spooler'),
      () => bed.control.stopService(name, 'Dnscache'),
    ])
    .map((raise) => ({ raise, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, wantedAlerts);
  console.log(`${seconds()} s: started; ${news.length} alerts on ${machines.length} machines follow`);

  // what is killed, in an order that the seed decides
  const victims = [
    ...Array.from({ length: kills }, () => random.pick(['worker-1', 'worker-2'])),
    ...Array.from({ length: webKills }, () => 'web'),
    ...Array.from({ length: restarts }, () => 'database'),
  ]
    .map((name) => ({ name, order: random.next() }))
    .sort((a, b) => a.order - b.order);

  let isKilling = true;
  let raised = 0;
  const feeding = (async () => {
    const pauseMs = (victims.length * (betweenKillsMs[0] + betweenKillsMs[1])) / 2 / news.length;
    for (const { raise } of news) {
      await raise();
      raised += 1;
      if (isKilling) await sleep(pauseMs);
    }
  })();

  const done = { worker: 0, web: 0, database: 0, 'with an intent open': 0 };
  for (const { name } of victims) {
    await sleep(random.between(...betweenKillsMs));
    const openBefore = bed.openAtCrash.size;
    if (name === 'database') {
      await bed.restartDatabase();
      done.database += 1;
    } else {
      // every second worker dies with a side effect in its hands, the others whenever it happens to be
      const busy = name !== 'web' && random.next() < 0.5 ? await bed.atWork(2_500) : null;
      const others = name === 'web' ? ['web'] : [busy ?? name, 'worker-1', 'worker-2'];
      const patience = performance.now() + 15_000;
      let isKilled = false;
      while (!isKilled && performance.now() < patience) {
        for (const victim of others) isKilled ||= await bed.kill(victim);
        if (!isKilled) await sleep(100);
      }
      if (isKilled) done[name === 'web' ? 'web' : 'worker'] += 1;
    }
    if (bed.openAtCrash.size > openBefore) done['with an intent open'] += 1;
  }
  isKilling = false;
  await feeding;
  console.log(`${seconds()} s: killed: ${JSON.stringify(done)}; ${raised} alerts raised; now everything must end`);

  for (const until = performance.now() + settleMs; performance.now() < until; ) {
    const runs = await bed.runs();
    if (runs.length >= raised && runs.every(({ status }) => ended.has(status))) break;
    await sleep(500);
  }
  const facts = await bed.facts(raised);
  const executed = facts.ledger.filter(({ what }) => what === 'executed').length;
  const statuses = Object.entries(Object.groupBy(facts.runs, ({ status }) => status)).map(
    ([status, runs]) => `${runs?.length} ${status}`,
  );
  console.log(
    `${seconds()} s: ${facts.runs.length} runs (${statuses.join(', ')}), ${executed} scripts executed, ${facts.openAtCrash.size} side effects under way at a crash, ${facts.unknown.length} asked a person`,
  );
  for (const line of await bed.stuck()) console.log(`stuck: ${line}`);
  const promises = {
    ...judgeComposed(facts),
    'it killed as often as it was asked to': [
      ...(done.worker < kills ? [`${done.worker} of ${kills} workers`] : []),
      ...(done.web < webKills ? [`${done.web} of ${webKills} receivers`] : []),
      ...(done.database < restarts ? [`${done.database} of ${restarts} databases`] : []),
    ],
    'most alerts came to a script, so there was something to break': executed < raised / 2 ? [`only ${executed}`] : [],
  };
  for (const [promise, cases] of Object.entries(promises)) {
    if (cases.length === 0) kept += 1;
    else problems.push(`${promise}: ${cases.length} cases: ${cases.slice(0, 5).join('; ')}`);
  }
} catch (error) {
  problems.push(`it did not get through: ${error instanceof Error ? error.stack : String(error)}`);
} finally {
  if (values.log) writeFileSync(values.log, bed.log());
  await bed.close();
}
for (const problem of problems) console.error(`BROKEN ${problem}`);
if (problems.length > 0) console.error(`Run it again: --seed ${seed} --log composed.log`);
console.log(`composed: ${kept} passed, ${problems.length} failed`);
process.exitCode = problems.length > 0 ? 1 : 0;
