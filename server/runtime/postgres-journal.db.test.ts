// What the contract suite does not ask because only Postgres can get it wrong.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LeaseLost } from '#server/engine/ports/journal.ts';
import type { Lease, StepRecord } from '#server/engine/ports/run-records.ts';
import type { Database } from '#server/platform/db/database.ts';
import { PostgresJournal } from './postgres-journal.ts';
import { startRun } from './start-run.ts';
import { makeRuntimeDatabase } from './testing/runtime-database.ts';
import { seedPlaybook } from './testing/seed-playbook.ts';

// its own database: connections are cut here
let database: Database;
let journal: PostgresJournal;
beforeAll(async () => {
  ({ database } = await makeRuntimeDatabase());
  journal = new PostgresJournal(database.pool, 'test');
});
afterAll(() => database.close());

const step = (path: string, output: StepRecord['output'] = null): StepRecord => ({
  path,
  position: 0,
  kind: 'call',
  capability: 'device.status',
  status: 'ok',
  attempt: 1,
  input: null,
  output,
  error: null,
  summary: 'Read it',
  evidence: [],
  state: null,
  startedAt: '2026-11-20T08:00:00.000Z',
  finishedAt: '2026-11-20T08:00:01.000Z',
});

async function newLease(): Promise<Lease> {
  const playbook = await seedPlaybook(database);
  const request = {
    eventKey: 'e',
    facts: {},
    inputs: {},
    startedBy: 'system:test',
    deadlineAt: new Date('2027-01-01Z'),
  };
  const { runId } = await database.sqlWithTenant(playbook, (sql) => startRun(sql, { ...playbook, ...request }));
  const lease = await journal.claim({ orgId: playbook.orgId, runId, seq: 0 });
  if (lease === null) throw new Error('not claimed');
  return lease;
}

describe('the journal on Postgres', () => {
  it('keeps what vendors answer although jsonb refuses NUL and lone surrogates', async () => {
    const lease = await newLease();
    await journal.saveStep(lease, step('a', { text: 'before\0after', odd: '\ud800' }));
    const { steps } = await journal.load(lease);
    expect(steps[0]?.output).toEqual({ text: 'before\uFFFDafter', odd: '\uFFFD' });
  });

  it('waits out lost connections: no write fails, none is lost', async () => {
    const lease = await newLease();
    const writes = Promise.all(Array.from({ length: 300 }, (_, i) => journal.saveStep(lease, step(`s${i}`))));
    let isOver = false;
    void writes.finally(() => {
      isOver = true;
    });
    let killed = 0;
    while (!isOver && killed < 20) {
      const { rows } = await database.pool
        .query<{ killed: number }>(
          `SELECT count(pg_terminate_backend(pid))::int AS killed FROM pg_stat_activity
           WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
             AND query LIKE '%journal_save_steps%'`,
        )
        .catch(() => ({ rows: [] }));
      killed += rows[0]?.killed ?? 0;
    }
    await writes;
    expect(killed).toBeGreaterThan(0);
    expect((await journal.load(lease)).steps).toHaveLength(300);
  });

  it('leaves no tenant on the pooled connection', async () => {
    await newLease();
    const looks = Array.from({ length: 20 }, () =>
      expect(database.pool.query('SELECT FROM run_step')).rejects.toThrow('no tenant context'),
    );
    await Promise.all(looks);
  });

  it("refuses a lease that names another tenant's run", async () => {
    const [mine, theirs] = [await newLease(), await newLease()];
    const stolen = { ...theirs, orgId: mine.orgId };
    await expect(journal.load(stolen)).rejects.toBeInstanceOf(LeaseLost);
    await expect(journal.saveStep(stolen, step('x'))).rejects.toBeInstanceOf(LeaseLost);
    await expect(journal.finish(stolen, 'failed', 'x')).rejects.toBeInstanceOf(LeaseLost);
    expect((await journal.load(theirs)).steps).toEqual([]);
  });

  it('does not block two branches that learn facts at once', async () => {
    const lease = await newLease();
    await Promise.all(Array.from({ length: 20 }, (_, i) => journal.saveFacts(lease, { [`fact${i}`]: i })));
    expect(Object.keys((await journal.load(lease)).run.facts)).toHaveLength(20);
  });
});
