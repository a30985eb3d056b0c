import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SegmentRef, StepRecord } from '#server/engine/ports/run-records.ts';
import { PostgresJournal } from '../postgres-journal.ts';
import { cancelRun, signalRun } from '../run-signals.ts';
import { silentLog } from '../runtime-log.ts';
import { startRun } from '../start-run.ts';
import { makeRuntimeDatabase, type RuntimeDatabase } from '../testing/runtime-database.ts';
import { type SeededPlaybook, seedPlaybook } from '../testing/seed-playbook.ts';
import { readRuntimeHealth } from './runtime-health.ts';
import { expireApprovals, forgetExpired, forgetWorkflows, reviveStalledRuns } from './upkeep.ts';

// nobody advances runs here: what upkeep enqueues stays to be looked at
let own: RuntimeDatabase;
let playbook: SeededPlaybook;
let journal: PostgresJournal;
let events = 0;
beforeAll(async () => {
  own = await makeRuntimeDatabase();
  playbook = await seedPlaybook(own.database);
  journal = new PostgresJournal(own.database.pool, 'test');
});
afterAll(() => own.database.close());

const inTenant = <Row>(text: string, values: unknown[] = []) =>
  own.database.sqlWithTenant(playbook, (sql) => sql.query<Row>(text, values));
const setWorkflow = (segment: SegmentRef, status: string) =>
  own.database.sqlWithoutTenant((sql) =>
    sql.query('UPDATE dbos.workflow_status SET status = $2, updated_at = 0 WHERE workflow_uuid = $1', [
      `${segment.runId}#${segment.seq}`,
      status,
    ]),
  );
const workflows = async (run: { runId: string }) => {
  const rows = await own.database.sqlWithoutTenant((sql) =>
    sql.query<{ name: string }>(
      `SELECT workflow_uuid || ' ' || status AS name FROM dbos.workflow_status WHERE workflow_uuid LIKE $1 ORDER BY 1`,
      [`${run.runId}#%`],
    ),
  );
  return rows.map((row) => row.name.slice(run.runId.length));
};
async function newSegment(): Promise<SegmentRef> {
  events += 1;
  const request = {
    ...playbook,
    eventKey: `event-${events}`,
    facts: {},
    inputs: {},
    startedBy: 'system:test',
    deadlineAt: new Date('2027-01-01Z'),
  };
  const { runId } = await own.database.sqlWithTenant(playbook, (sql) => startRun(sql, request));
  return { orgId: playbook.orgId, runId, seq: 0 };
}
async function newLease() {
  const lease = await journal.claim(await newSegment());
  if (lease === null) throw new Error('not claimed');
  return lease;
}
const readRun = async ({ runId }: { runId: string }) =>
  (
    await inTenant<{ status: string; seq: number; outcome: string | null }>(
      'SELECT status, seq, outcome FROM run WHERE id = $1',
      [runId],
    )
  )[0];
const startedStep = (path: string): StepRecord => ({
  path,
  position: 0,
  kind: 'call',
  capability: 'script.run',
  status: 'started',
  attempt: 1,
  input: null,
  output: null,
  error: null,
  summary: null,
  evidence: [],
  state: null,
  startedAt: '2026-11-20T08:00:00.000Z',
  finishedAt: null,
});
const revive = () => reviveStalledRuns({ database: own.database, log: silentLog }, -60_000);

describe('reviving runs', () => {
  it('leaves alone a run whose segment is queued or under way', async () => {
    const segment = await newSegment();
    await revive();
    await setWorkflow(segment, 'PENDING');
    await revive();
    expect((await readRun(segment))?.seq).toBe(0);
  });

  it.each(['ERROR', 'CANCELLED', 'SUCCESS'])('gives a run whose workflow ended as %s a new segment', async (status) => {
    const segment = await newSegment();
    await setWorkflow(segment, status);
    expect(await revive()).toContainEqual(expect.objectContaining({ runId: segment.runId }));
    expect(await readRun(segment)).toMatchObject({ status: 'queued', seq: 1 });
    expect(await workflows(segment)).toEqual([`#0 ${status}`, '#1 ENQUEUED']);
    expect(await journal.claim(segment)).toBeNull();
  });

  it('ends a run that kills whoever advances it, and says what is unknown', async () => {
    const lease = await newLease();
    await journal.saveStep(lease, startedStep('before'));
    await journal.saveStep(lease, startedStep('clean'));
    const plan = { path: 'before', calls: [], planHash: 'h', reason: 'r', fromRole: 'technician' as const };
    await journal.requestApproval(lease, { ...plan, expiresAt: '2027-01-01T00:00:00.000Z' });
    await journal.openIntent(lease, {
      path: 'clean',
      attempt: 1,
      tag: 't',
      capability: 'script.run',
      effect: 'write',
      idempotency: 'once',
      request: null,
      sendDeadline: new Date().toISOString(),
    });
    await setWorkflow(lease, 'MAX_RECOVERY_ATTEMPTS_EXCEEDED');
    await revive();
    const run = await readRun(lease);
    expect(run?.status).toBe('failed');
    expect(run?.outcome).toMatch(/again and again.*not known.*clean/);
    const [intent] = await inTenant<{ outcome: string }>('SELECT outcome FROM intent WHERE run_id = $1', [lease.runId]);
    expect(intent?.outcome).toBe('unknown');
    const steps = await inTenant('SELECT path, status FROM run_step WHERE run_id = $1 ORDER BY path', [lease.runId]);
    expect(steps).toEqual([
      { path: 'before', status: 'failed' },
      { path: 'clean', status: 'unknown' },
    ]);
    const asked = await inTenant<{ status: string }>('SELECT status FROM approval WHERE run_id = $1', [lease.runId]);
    expect(asked).toEqual([{ status: 'withdrawn' }]);
  });

  it('wakes a run whose timer was lost', async () => {
    const lease = await newLease();
    const wakeAt = new Date(Date.now() - 1_000).toISOString();
    await journal.park(lease, { path: 'w', reason: 'timer', topic: null, wakeAt }, []);
    await setWorkflow({ ...lease, seq: 1 }, 'ERROR');
    await revive();
    expect(await readRun(lease)).toMatchObject({ status: 'queued', seq: 2 });
  });

  it('leaves alone a run that waits for a person', async () => {
    const lease = await newLease();
    await journal.park(lease, { path: 'w', reason: 'decision', topic: 'decision:w', wakeAt: null }, [], 'unknown');
    await revive();
    expect(await readRun(lease)).toMatchObject({ status: 'unknown', seq: 1 });
  });
});

describe('approvals', () => {
  const askFor = async () => {
    const lease = await newLease();
    const plan = { path: 'ok', calls: [], planHash: 'h', reason: 'r', fromRole: 'technician' as const };
    const approval = await journal.requestApproval(lease, { ...plan, expiresAt: '2027-01-01T00:00:00.000Z' });
    await journal.park(lease, { path: 'ok', reason: 'approval', topic: 'approval:ok', wakeAt: null }, []);
    return { lease, approval };
  };
  const statusOf = async (id: string) =>
    (await inTenant<{ status: string }>('SELECT status FROM approval WHERE id = $1', [id]))[0]?.status;

  it('that ran out become a no and wake their run', async () => {
    const { lease, approval } = await askFor();
    const other = await askFor();
    await inTenant('UPDATE approval SET expires_at = now() WHERE id = $1', [approval.id]);
    await expireApprovals({ database: own.database, log: silentLog });
    expect(await statusOf(approval.id)).toBe('expired');
    expect(await readRun(lease)).toMatchObject({ status: 'queued' });
    expect(await statusOf(other.approval.id)).toBe('pending');
    expect(await readRun(other.lease)).toMatchObject({ status: 'waiting' });
  });

  it('are a no from the moment they run out, also before upkeep comes by', async () => {
    const lease = await newLease();
    const plan = { path: 'ok', calls: [], planHash: 'h', reason: 'r', fromRole: 'technician' as const };
    const { id } = await journal.requestApproval(lease, { ...plan, expiresAt: new Date(Date.now() - 1).toISOString() });
    expect((await journal.readApproval(lease, id)).status).toBe('expired');
  });

  it('of a run that has ended are withdrawn', async () => {
    const lease = await newLease();
    const plan = { path: 'ok', calls: [], planHash: 'h', reason: 'r', fromRole: 'technician' as const };
    const { id } = await journal.requestApproval(lease, { ...plan, expiresAt: '2027-01-01T00:00:00.000Z' });
    await journal.finish(lease, 'cancelled', 'Cancelled.');
    expect(await statusOf(id)).toBe('withdrawn');
  });
});

describe('forgetting', () => {
  it('removes finished workflows and keeps every other', async () => {
    const [done, open] = [await newSegment(), await newSegment()];
    await setWorkflow(done, 'SUCCESS');
    const deleted: string[] = [];
    await forgetWorkflows({
      database: own.database,
      log: silentLog,
      retentionDays: 30,
      deleteWorkflows: async (ids) => {
        deleted.push(...ids);
        await own.database.sqlWithoutTenant((sql) =>
          sql.query('DELETE FROM dbos.workflow_status WHERE workflow_uuid = ANY($1)', [ids]),
        );
      },
    });
    expect(deleted).toContain(`${done.runId}#0`);
    expect(deleted).not.toContain(`${open.runId}#0`);
  });
});

describe('what has expired', () => {
  const global = <Row>(text: string, values: unknown[] = []) =>
    own.database.sqlWithoutTenant((sql) => sql.query<Row>(text, values));
  const forget = () => forgetExpired({ database: own.database, log: silentLog });

  it('is forgotten: keys of old deliveries, and no younger one, of no tenant', async () => {
    const connection = '018f0000-0000-7000-8000-000000000001';
    for (const tenant of [playbook, await seedPlaybook(own.database)]) {
      await own.database.sqlWithTenant(tenant, (sql) =>
        sql.query(
          `INSERT INTO inbox_key (org_id, connection_id, dedupe_key, inbox_id, created_at)
           SELECT $1, $2, 'days:' || days, gen_random_uuid(), now() - days * interval '1 day' FROM unnest(ARRAY[0, 29, 31, 400]) days`,
          [tenant.orgId, connection],
        ),
      );
    }
    await forget();
    const left = await inTenant<{ key: string }>('SELECT dedupe_key AS key FROM inbox_key ORDER BY created_at DESC');
    expect(left.map(({ key }) => key)).toEqual(['days:0', 'days:29']);
  });

  it('is forgotten: sign-in counters after silence, unless they still block', async () => {
    await global(
      `INSERT INTO sign_in_throttle (key, window_start, blocked_till) VALUES
       ('address:old', now() - interval '3 days', NULL), ('address:new', now() - interval '1 day', NULL),
       ('account:old', now() - interval '91 days', NULL), ('account:new', now() - interval '3 days', NULL),
       ('pair:blocked', now() - interval '91 days', now() + interval '1 hour')`,
    );
    await forget();
    const left = await global<{ key: string }>('SELECT key FROM sign_in_throttle ORDER BY key');
    expect(left.map(({ key }) => key)).toEqual(['account:new', 'address:new', 'pair:blocked']);
  });

  it('is forgotten: sessions long over and links that ran out', async () => {
    const [user] = await global<{ id: string }>(
      `INSERT INTO app_user (id, email, name) VALUES (gen_random_uuid(), 'a@example.test', 'A') RETURNING id`,
    );
    await global(
      `INSERT INTO session (id, user_id, expires_at) SELECT gen_random_uuid(), $1, now() - days * interval '1 day' FROM unnest(ARRAY[-1, 29, 31]) days`,
      [user?.id],
    );
    await global(
      `INSERT INTO instance_setting (key, value, updated_at) VALUES ('setup', '{"tokenHash": ""}', now()),
       ('password-link:a', jsonb_build_object('expiresAt', now() - interval '2 days'), now()),
       ('password-link:b', jsonb_build_object('expiresAt', now() + interval '2 days'), now()) ON CONFLICT DO NOTHING`,
    );
    await forget();
    expect(await global('SELECT FROM session')).toHaveLength(2);
    const settings = await global<{ key: string }>('SELECT key FROM instance_setting ORDER BY key');
    expect(settings.map(({ key }) => key)).toEqual(['password-link:b', 'setup']);
  });
});

describe('health', () => {
  it('raises the alarm when work waits and nobody takes it', async () => {
    const segment = await newSegment();
    await own.database.sqlWithoutTenant((sql) =>
      sql.query('UPDATE dbos.workflow_status SET created_at = created_at - 120000 WHERE workflow_uuid = $1', [
        `${segment.runId}#0`,
      ]),
    );
    const health = await readRuntimeHealth(own.database, true);
    expect(health.ok).toBe(false);
    expect(health.oldestQueuedMs).toBeGreaterThanOrEqual(120_000);
  });
});

describe('a run of another tenant', () => {
  it('can be neither signalled nor cancelled nor claimed', async () => {
    const segment = await newSegment();
    const stranger = await seedPlaybook(own.database);
    const asStranger = { ...segment, orgId: stranger.orgId };
    const signal = { topic: 'go', key: 'k', payload: null };
    const attempt = (run: SegmentRef) =>
      own.database.sqlWithTenant(stranger, async (sql) => [
        await signalRun(sql, run, signal).catch((error: Error) => error.message),
        await cancelRun(sql, run, 'user:x').catch((error: Error) => error.message),
      ]);
    expect(await attempt(asStranger)).toEqual(['No such run.', 'No such run.']);
    expect(await attempt(segment)).toEqual(['No such run.', 'No such run.']);
    expect(await journal.claim(asStranger)).toBeNull();
  });
});
