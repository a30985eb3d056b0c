// Deciding on real rows: what must not happen first. A yes that nobody heard, and a yes to another plan.
import { describe, expect, it } from 'vitest';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import { signalRun } from '#server/runtime/run-signals.ts';
import { type SeededRun, seedRun } from '../runs/testing/seed-run.ts';
import { decideApproval } from './decide-approval.ts';
import type { ApprovalsDeps } from './list-approvals.ts';
import { listApprovals } from './list-approvals.ts';
import { readApproval } from './read-approval.ts';

const database = testDatabase(12);
const deps: ApprovalsDeps = { database, runtime: { signal: signalRun }, now: () => new Date() };
const plan = [
  { path: 'clean', capability: 'script.run', effect: 'destructive', arguments: {}, device: 'DC01', script: null },
];

async function ask(run: SeededRun, expiresInMs = 3_600_000): Promise<string> {
  const { orgId } = run.tenant;
  const id = newId();
  await database.withTenant(run.tenant, (db) =>
    db.approval.create({
      data: {
        orgId,
        id,
        runId: run.runId,
        path: 'clean',
        plan,
        planHash: 'seen',
        reason: 'It is a server',
        fromRole: 'technician',
        requestedBy: `run:${run.runId}`,
        expiresAt: new Date(Date.now() + expiresInMs),
      },
    }),
  );
  return id;
}

/** what is written about an approval, in all three places */
const traces = (run: SeededRun, approvalId: string) =>
  database.withTenant(run.tenant, async (db) => {
    const approval = await db.approval.findFirstOrThrow({ where: { id: approvalId } });
    const signals = await db.runSignal.findMany({ where: { runId: run.runId } });
    const entries = await db.auditEntry.findMany({ where: { targetId: approvalId } });
    return { status: approval.status, signals, entries };
  });
const untouched = { status: 'pending', signals: [], entries: [] };
const yes = (approvalId: string) => ({ approvalId, planHash: 'seen', decision: 'approve', comment: 'ok' }) as const;

describe('a decision', () => {
  it('is the row, the signal and the audit entry at once', async () => {
    const run = await seedRun(database);
    const id = await ask(run);
    expect(await decideApproval(run.tenant, yes(id), deps)).toEqual({ status: 'approved' });
    const { status, signals, entries } = await traces(run, id);
    expect(status).toBe('approved');
    expect(signals).toMatchObject([{ topic: `approval:${id}`, payload: { status: 'approved' } }]);
    expect(entries).toMatchObject([{ action: 'decide-approval', actor: run.tenant.actor, why: 'ok' }]);
  });

  it('leaves nothing behind when the run could not be told', async () => {
    const run = await seedRun(database);
    const id = await ask(run);
    const deaf: ApprovalsDeps = { ...deps, runtime: { signal: () => Promise.reject(new Error('no runtime')) } };
    await expect(decideApproval(run.tenant, yes(id), deaf)).rejects.toThrow('no runtime');
    expect(await traces(run, id)).toEqual(untouched);
  });

  it('is made by one of ten who press at the same moment', async () => {
    const run = await seedRun(database);
    const id = await ask(run);
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        decideApproval(run.tenant, { ...yes(id), decision: index % 2 ? 'deny' : 'approve' }, deps),
      ),
    );
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.code] : []));
    expect(refusals).toEqual(Array.from({ length: 9 }, () => 'CONFLICT'));
    expect((await traces(run, id)).entries).toHaveLength(1);
  });

  it.each([
    ['another plan than the one that was seen', { planHash: 'changed' }, {}, 'CONFLICT', 3_600_000],
    ['one that expired a moment ago', {}, {}, 'FORBIDDEN', -1],
    ['who has too small a role', {}, { role: 'viewer' }, 'FORBIDDEN', 3_600_000],
    ['our own background work', {}, { role: 'system', actor: 'system:x' }, 'FORBIDDEN', 3_600_000],
  ] as const)('is refused for %s, and changes nothing', async (_case, input, tenant, code, expiresInMs) => {
    const run = await seedRun(database);
    const id = await ask(run, expiresInMs);
    const attempt = decideApproval({ ...run.tenant, ...tenant }, { ...yes(id), ...input }, deps);
    await expect(attempt).rejects.toMatchObject({ code });
    expect(await traces(run, id)).toEqual(untouched);
  });
});

it('the page shows the exact plan and whether this person may decide; what expired is not pending', async () => {
  const run = await seedRun(database);
  const [open, late] = [
    await ask(run),
    await ask({ ...run, runId: (await seedRun(database, { playbook: run.playbook })).runId }, -1),
  ];
  expect(await readApproval(run.tenant, { approvalId: open }, deps)).toMatchObject({
    plan,
    refusal: null,
    status: 'pending',
  });
  expect((await readApproval({ ...run.tenant, role: 'viewer' }, { approvalId: open }, deps)).refusal).toMatch(
    /technician/,
  );
  const pending = await listApprovals(run.tenant, { view: 'pending', limit: 50 }, deps);
  expect(pending.items.map((item) => item.id)).toEqual([open]);
  const decided = await listApprovals(run.tenant, { view: 'decided', limit: 50 }, deps);
  expect(decided.items.map((item) => [item.id, item.status])).toEqual([[late, 'expired']]);
});
