import { describe, expect, it } from 'vitest';
import { sqlOfPrisma } from '#server/platform/db/database.ts';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { type StartRunRequest, startRun } from './start-run.ts';
import { seedPlaybook } from './testing/seed-playbook.ts';

const database = testDatabase();

async function makeRequest(eventKey = 'alert:1'): Promise<StartRunRequest> {
  const playbook = await seedPlaybook(database);
  return {
    ...playbook,
    eventKey,
    facts: { alert: { kind: 'disk.space' }, ticket: null },
    inputs: { days: 3 },
    startedBy: 'system:test',
    deadlineAt: new Date('2026-12-01T00:00:00Z'),
  };
}
const start = (request: StartRunRequest) => database.sqlWithTenant(request, (sql) => startRun(sql, request));
const countRuns = (request: StartRunRequest) =>
  database.sqlWithTenant(request, async (sql) => (await sql.query('SELECT id FROM run')).length);
const workflowOf = (runId: string) =>
  database.sqlWithoutTenant((sql) =>
    sql.query('SELECT status, queue_partition_key FROM dbos.workflow_status WHERE workflow_uuid = $1', [`${runId}#0`]),
  );

describe('starting a run', () => {
  it('writes the run and its first segment together', async () => {
    const request = await makeRequest();
    const { runId, isNew } = await start(request);
    expect(isNew).toBe(true);
    expect(await countRuns(request)).toBe(1);
    expect(await workflowOf(runId)).toEqual([{ status: 'ENQUEUED', queue_partition_key: request.orgId }]);
  });

  it('makes one run of one event, however many try at once', async () => {
    const request = await makeRequest();
    const answers = await Promise.all(Array.from({ length: 8 }, () => start(request)));
    expect(new Set(answers.map((answer) => answer.runId)).size).toBe(1);
    expect(answers.filter((answer) => answer.isNew)).toHaveLength(1);
    expect(await countRuns(request)).toBe(1);
  });

  it('makes another run of another event', async () => {
    const request = await makeRequest();
    const first = await start(request);
    const second = await start({ ...request, eventKey: 'alert:2' });
    expect(second.runId).not.toBe(first.runId);
  });

  it('leaves nothing when the transaction that caused it is rolled back', async () => {
    const request = await makeRequest();
    let runId = '';
    const work = database.sqlWithTenant(request, async (sql) => {
      ({ runId } = await startRun(sql, request));
      throw new Error('rolled back');
    });
    await expect(work).rejects.toThrow('rolled back');
    expect(await countRuns(request)).toBe(0);
    expect(await workflowOf(runId)).toEqual([]);
    expect((await start(request)).isNew).toBe(true);
  });

  it('works inside a transaction of the query builder', async () => {
    const request = await makeRequest();
    const { runId } = await database.withTenant(request, (db) => startRun(sqlOfPrisma(db), request));
    expect(await workflowOf(runId)).toHaveLength(1);
  });

  it("refuses another tenant's playbook", async () => {
    const [mine, theirs] = [await makeRequest(), await makeRequest()];
    await expect(start({ ...mine, playbookId: theirs.playbookId })).rejects.toThrow('foreign key');
    await expect(
      database.sqlWithTenant(mine, (sql) => startRun(sql, { ...theirs, eventKey: 'smuggled' })),
    ).rejects.toThrow('row-level security');
  });
});
