// How fast runs go: node server/runtime/bench-runs.ts [--runs 1000] [--steps 3] [--orgs 4]
// The real engine, journal, DBOS and a Postgres of its own with fsync on; only the vendor costs nothing. One process
// advances; the database shares the machine. Prints runs per second under load and the time of a durable step alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { migrate } from '#scripts/migrate.ts';
import { startEmbeddedPostgres } from '#scripts/postgres/embedded-postgres.ts';
import { advance, checkPlaybook } from '#server/engine/engine.ts';
import type { CapabilityCatalog, CapabilityInfo, CapabilityPort } from '#server/engine/ports/capabilities.ts';
import { systemClock } from '#server/platform/clock.ts';
import { type Database, openDatabase } from '#server/platform/db/database.ts';
import { createEmbeddedDatabase } from '#server/platform/db/prepare-database.ts';
import { DbosRuntime } from './dbos-runtime.ts';
import { outlastInfrastructure } from './journal/infrastructure-error.ts';
import { PostgresJournal } from './postgres-journal.ts';
import { silentLog } from './runtime-log.ts';
import { startRun } from './start-run.ts';
import { type SeededPlaybook, seedPlaybook } from './testing/seed-playbook.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    steps: { type: 'string', default: '3' },
    orgs: { type: 'string', default: '4' },
    concurrency: { type: 'string', default: '50' },
  },
});
const [runs, steps, orgs, concurrency] = [values.runs, values.steps, values.orgs, values.concurrency].map(Number) as [
  number,
  number,
  number,
  number,
];

const noop: CapabilityInfo = {
  name: 'device.status',
  effect: 'read',
  idempotency: 'idempotent',
  shape: 'direct',
  title: 'Nothing',
  input: z.strictObject({}),
  output: z.object({}),
};
const catalog: CapabilityCatalog = {
  get: (name) => (name === noop.name ? noop : undefined),
  names: () => [noop.name],
};
const never = async (): Promise<never> => {
  throw new Error('a read that is done at once needs nothing more');
};
const capabilities: CapabilityPort = {
  call: async () => ({ kind: 'done', output: {}, evidence: [], summary: 'Nothing' }),
  poll: never,
  reconcile: never,
  sendTimeoutMs: async () => 1_000,
  settleMs: async () => 1_000,
};
const source = `
apiVersion: mspclaw/v1
kind: Playbook
name: bench
version: 1.0.0
title: Bench
summary: Steps that cost nothing.
category: bench
needs: { capabilities: [device.status] }
on: [{ manual: {} }]
steps:
${Array.from({ length: steps }, (_, i) => `  - id: s${i}\n    call: device.status`).join('\n')}
`;

const enqueue = (database: Database, playbook: SeededPlaybook, eventKey: string) =>
  database.sqlWithTenant(playbook, (sql) =>
    startRun(sql, {
      ...playbook,
      eventKey,
      facts: {},
      inputs: {},
      startedBy: 'system:bench',
      deadlineAt: new Date(Date.now() + 3_600_000),
    }),
  );

async function bench(database: Database, databaseUrl: string): Promise<void> {
  const checked = checkPlaybook(source, catalog);
  if (!checked.ok) throw new Error(checked.diagnostics.map((found) => `${found.line}: ${found.message}`).join('\n'));
  const { contentHash } = checked.playbook;
  const playbooks = await Promise.all(Array.from({ length: orgs }, () => seedPlaybook(database, source, contentHash)));
  const playbookOf = (index: number): SeededPlaybook => {
    const playbook = playbooks[index % playbooks.length];
    if (playbook === undefined) throw new Error('no org');
    return playbook;
  };
  const log = {
    ...silentLog,
    error: (message: string, detail?: unknown) => console.error(message, detail),
  };
  const options = { database, databaseUrl, workerConcurrency: concurrency, orgConcurrency: concurrency, log };
  const runtime = new DbosRuntime(options);
  const journal = new PostgresJournal(database.pool, runtime.executorId);
  const ports = { journal, catalog, capabilities, clock: systemClock, people: { choose: async () => null } };
  let ended = 0;
  runtime.onSegment(async (segment) => {
    await advance({ ...ports, boundary: runtime.boundary }, segment);
    ended += 1;
  });
  await runtime.launch({ advance: true });
  const endOf = async (target: number) => {
    while (ended < target) await sleep(5);
  };
  try {
    // the queue of a new installation is noticed within a second
    for (let i = 0; i < 50; i++) await enqueue(database, playbookOf(i), `warm-${i}`);
    await endOf(50);
    const alone: number[] = [];
    for (let i = 0; i < 60; i++) {
      const target = ended + 1;
      const { runId } = await enqueue(database, playbookOf(i), `alone-${i}`);
      await endOf(target);
      const [row] = await database.sqlWithTenant(playbookOf(i), (sql) =>
        sql.query<{ ms: number }>(
          `SELECT extract(epoch FROM max(s.finished_at) - min(s.started_at))::float8 * 1000 AS ms FROM run_step s WHERE s.run_id = $1`,
          [runId],
        ),
      );
      alone.push((row?.ms ?? 0) / steps);
    }
    const enqueueFrom = performance.now();
    const cpuFrom = process.cpuUsage();
    const target = ended + runs;
    const starting = Promise.all(
      Array.from({ length: 4 }, async (_, lane) => {
        for (let i = lane; i < runs; i += 4) await enqueue(database, playbookOf(i), `load-${i}`);
      }),
    );
    await starting;
    const enqueuedMs = performance.now() - enqueueFrom;
    await endOf(target);
    const totalMs = performance.now() - enqueueFrom;
    const cpu = process.cpuUsage(cpuFrom);
    const sorted = alone.toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
    console.log(
      `${runs} runs of ${steps} steps, ${orgs} orgs: started in ${(enqueuedMs / 1_000).toFixed(1)} s, ended after ${(totalMs / 1_000).toFixed(1)} s`,
    );
    console.log(`runs per second, starting them included: ${((runs * 1_000) / totalMs).toFixed(0)}`);
    console.log(`durable step alone: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
    console.log(`CPU of this process per run: ${((cpu.user + cpu.system) / 1_000 / runs).toFixed(1)} ms`);
  } finally {
    await runtime.shutdown();
  }
}

const dataDir = mkdtempSync(path.join(tmpdir(), 'mspclaw-bench-'));
const server = await startEmbeddedPostgres({ dataDir, port: 0 });
try {
  const ownerUrl = await outlastInfrastructure(() =>
    createEmbeddedDatabase({ adminUrl: server.adminUrl, database: 'mspclaw', password: 'bench-owner' }),
  );
  const { appUrl } = await migrate({ ownerUrl, appUrl: undefined, databasePassword: 'bench-app' });
  const database = openDatabase({
    url: appUrl,
    poolSize: 15,
    onError: () => {},
  });
  console.log(
    `bench-runs: ${process.argv
      .slice(1)
      .map((part) => path.basename(part))
      .join(' ')}`,
  );
  console.log(
    `${availableParallelism()} cores (${cpus()[0]?.model}), Node ${process.version}, PostgreSQL on the same machine`,
  );
  await bench(database, appUrl);
  await database.close();
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
