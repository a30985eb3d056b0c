import { expect, it } from 'vitest';
import type { Database } from '#server/platform/db/database.ts';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { listRuns } from './list-runs.ts';
import { type SeededRun, seedRun } from './testing/seed-run.ts';
import { watchRun } from './watch-run.ts';

const database = testDatabase();
const watching = (stopping = new AbortController()) => ({ database, stopping: stopping.signal, watchEveryMs: 20 });

const saveStep = (db: Database, run: SeededRun, status: 'started' | 'ok') =>
  db.withTenant(run.tenant, (tx) =>
    tx.runStep.upsert({
      where: { orgId_runId_path: { orgId: run.tenant.orgId, runId: run.runId, path: 'a' } },
      create: { orgId: run.tenant.orgId, runId: run.runId, path: 'a', position: 0, kind: 'call', status },
      update: { status },
    }),
  );
const finish = (run: SeededRun) =>
  database.withTenant(run.tenant, (db) =>
    db.run.updateMany({ where: { id: run.runId }, data: { status: 'succeeded', finishedAt: new Date() } }),
  );

it('tells every change once and ends with the run', async () => {
  const run = await seedRun(database, { status: 'running' });
  const seen: string[] = [];
  for await (const { view } of watchRun(run.tenant, run, watching(), undefined)) {
    seen.push(`${view.run.status} ${view.steps.map((step) => step.status).join()}`);
    if (seen.length === 1) await saveStep(database, run, 'started');
    if (seen.length === 2) await saveStep(database, run, 'ok');
    if (seen.length === 3) await finish(run);
  }
  expect(seen).toEqual(['running ', 'running started', 'running ok', 'succeeded ok']);
});

it('sends nothing to who has seen it, and lets go at once when told to', async () => {
  const run = await seedRun(database, { status: 'running' });
  const first = await watchRun(run.tenant, run, watching(), undefined).next();
  const lastPulse = first.value?.pulse ?? '';
  expect(lastPulse).toMatch(/^[0-9a-f]{32}$/);
  const leave = new AbortController();
  const again = watchRun(run.tenant, { ...run, lastPulse }, { ...watching(), watchEveryMs: 60_000 }, leave.signal);
  const next = again.next();
  leave.abort();
  expect(await next).toEqual({ done: true, value: undefined });
});

it('holds no exit: the process that stops ends the stream', async () => {
  const run = await seedRun(database, { status: 'running' });
  const stopping = new AbortController();
  const stream = watchRun(run.tenant, run, { ...watching(stopping), watchEveryMs: 60_000 }, undefined);
  await stream.next();
  const next = stream.next();
  stopping.abort();
  expect((await next).done).toBe(true);
});

it('a list of runs shows each once, page by page, while new ones arrive', async () => {
  const first = await seedRun(database);
  const made = [first.runId];
  for (let n = 0; n < 24; n += 1) made.push((await seedRun(database, { playbook: first.playbook })).runId);
  const shown: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await listRuns(first.tenant, { limit: 7, cursor }, { database });
    shown.push(...page.items.map((run) => run.id));
    cursor = page.nextCursor;
    await seedRun(database, { playbook: first.playbook });
  } while (cursor);
  expect(shown).toEqual(made.reverse());
});
