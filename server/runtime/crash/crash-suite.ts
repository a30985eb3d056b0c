// The crash suite: node server/runtime/crash/crash-suite.ts [--kills 200] [--pauses 20] [--seed n]
// Ends with code 1 when a promise was broken, or when it did less than it was asked to.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { CrashBed, type Verdict } from './crash-bed.ts';
import { crashPoints, killWorkers } from './kill-scenario.ts';
import { pauseWorkers } from './pause-scenario.ts';
import { restartDatabase } from './restart-scenario.ts';
import { measureTakeover } from './takeover-scenario.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    pauses: { type: 'string', default: '20' },
    restarts: { type: 'string', default: '2' },
    takeovers: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const asked = {
  kills: Number(values.kills),
  pauses: Number(values.pauses),
  restarts: Number(values.restarts),
  takeovers: Number(values.takeovers),
};
const seed = Number(values.seed);

const problemsOf = (verdict: Verdict): string[] =>
  Object.entries({
    'scripts ran twice': verdict.doubles,
    'runs are stuck': verdict.stuck,
    'runs say done and are not': verdict.falselyDone,
    'runs failed': verdict.failed,
    'runs were parked as unknown for nothing': verdict.parkedForNothing,
  }).flatMap(([what, cases]) => (cases.length > 0 ? [`${cases.length} ${what}: ${cases.slice(0, 5).join(', ')}`] : []));

/** Whatever happens, no worker and no database outlives the suite. */
const beds = new Set<CrashBed>();
async function withBed<T>(isCareless: boolean, work: (bed: CrashBed) => Promise<T>): Promise<T> {
  const bed = await CrashBed.make(seed, isCareless);
  beds.add(bed);
  try {
    return await work(bed);
  } finally {
    beds.delete(bed);
    await bed.close();
  }
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    console.error(`${signal}: the suite did not finish`);
    void Promise.allSettled([...beds].map((bed) => bed.close())).then(() => process.exit(1));
  });
}

let checked = 0;
async function scenario(name: string, count: number, work: (bed: CrashBed) => Promise<string[]>): Promise<string[]> {
  if (count === 0) return [];
  const from = performance.now();
  return withBed(false, async (bed) => {
    const problems = await work(bed);
    const verdict = await bed.settle();
    problems.push(...problemsOf(verdict));
    // the five promises, and that it did what it was asked to
    checked += 6;
    const { runs, scripts, parkedUnknown } = verdict;
    const seconds = Math.round((performance.now() - from) / 1_000);
    console.log(
      `${name}: ${runs} runs, ${scripts} scripts at the RMM, ${verdict.doubles.length} twice, ${verdict.stuck.length} stuck, ` +
        `${verdict.falselyDone.length} falsely done, ${verdict.failed.length} failed, ${parkedUnknown} asked a person; ${seconds} s`,
    );
    return problems.map((problem) => `${name}: ${problem}`);
  }).catch((error: unknown) => {
    checked += 1;
    return [`${name}: did not get through: ${error instanceof Error ? error.message : String(error)}`];
  });
}

const scriptsACarelessConnectorRunsTwice = (): Promise<number> =>
  withBed(true, async (bed) => {
    await pauseWorkers(bed, 4);
    return (await bed.settle()).doubles.length;
  });

console.log(
  `crash suite: seed ${seed}, ${JSON.stringify(asked)}, ${availableParallelism()} cores, Node ${process.version}`,
);
const problems = [
  ...(await scenario('kill -9', asked.kills, async (bed) => {
    const counts = await killWorkers(bed, asked.kills);
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    console.log(`kill -9: ${total} kills: ${JSON.stringify(counts)}`);
    const missed = crashPoints.filter((point) => counts[point] === 0);
    return [
      ...(total < asked.kills ? [`only ${total} of ${asked.kills} kills`] : []),
      ...(asked.kills >= 4 * crashPoints.length && missed.length > 0 ? [`never killed at ${missed.join(', ')}`] : []),
    ];
  })),
  ...(await scenario('SIGSTOP', asked.pauses, async (bed) => {
    const done = await pauseWorkers(bed, asked.pauses);
    return done < asked.pauses ? [`only ${done} of ${asked.pauses} pauses`] : [];
  })),
  ...(await scenario('takeover', asked.takeovers, (bed) => measureTakeover(bed, asked.takeovers))),
  ...(await scenario('database restart', asked.restarts, (bed) => restartDatabase(bed, asked.restarts))),
];
if (asked.pauses > 0) {
  const doubles = await scriptsACarelessConnectorRunsTwice();
  checked += 1;
  console.log(`the same with a careless connector: ${doubles} scripts ran twice, as they must`);
  if (doubles === 0) problems.push('a careless connector ran no script twice: this suite would not notice');
}
for (const problem of problems) console.error(`BROKEN ${problem}`);
if (problems.length > 0) console.error(`Run it again: --seed ${seed}`);
console.log(`crash: ${Math.max(0, checked - problems.length)} passed, ${problems.length} failed`);
process.exitCode = problems.length > 0 ? 1 : 0;
