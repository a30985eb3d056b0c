// What every journal must hold. Run by the in-memory one and by the one on Postgres.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LeaseLost, type NewIntent } from '../ports/journal.ts';
import type { Lease, RunRef, SegmentRef, StepRecord, Wait } from '../ports/run-records.ts';
import type { ContractHarness, MakeContractHarness } from './contract-harness.ts';

const step = (path: string, over: Partial<StepRecord> = {}): StepRecord => ({
  path,
  position: 0,
  kind: 'call',
  capability: 'device.status',
  status: 'started',
  attempt: 1,
  input: { device: 'd1' },
  output: null,
  error: null,
  summary: null,
  evidence: [],
  state: null,
  startedAt: '2026-11-20T08:00:00.000Z',
  finishedAt: null,
  ...over,
});

const intent = (path: string, attempt = 1): NewIntent => ({
  path,
  attempt,
  tag: `mspclaw:run:${path}:${attempt}`,
  capability: 'script.run',
  effect: 'destructive',
  idempotency: 'once',
  request: { device: 'd1' },
  sendDeadline: '2026-11-20T08:00:30.000Z',
});

const waitFor = (path: string, topic: string | null, wakeAt: string | null = null): Wait => ({
  path,
  reason: topic === null ? 'timer' : 'event',
  topic,
  wakeAt,
});

export const journalContract = (name: string, makeHarness: MakeContractHarness): void => {
  describe(`journal: ${name}`, () => {
    let harness: ContractHarness;
    beforeAll(async () => {
      harness = await makeHarness();
    });
    afterAll(async () => harness.close());

    const newRun = () =>
      harness.transaction((tx) =>
        harness.insertRun(tx, { facts: { ticket: null, org: { id: 'o1' } }, inputs: { a: 1 } }),
      );
    const claimed = async (segment: SegmentRef): Promise<Lease> => {
      const lease = await harness.journal.claim(segment);
      if (lease === null) throw new Error('the claim was refused');
      return lease;
    };
    const newLease = async () => claimed(await newRun());
    const signal = (run: RunRef, topic: string, key: string) =>
      harness.transaction((tx) => harness.runtime.signal(tx, run, { topic, key, payload: { key } }));

    it('gives back what the run began with', async () => {
      const lease = await newLease();
      const loaded = await harness.journal.load(lease);
      expect(loaded.run).toMatchObject({ runId: lease.runId, orgId: lease.orgId, seq: lease.seq, inputs: { a: 1 } });
      expect(loaded.run.facts).toEqual({ ticket: null, org: { id: 'o1' } });
      expect([loaded.steps, loaded.intents, loaded.signals]).toEqual([[], [], []]);
      expect((await harness.readRun(lease)).status).toBe('running');
    });

    it('refuses the claim of a stale segment', async () => {
      const segment = await newRun();
      const lease = await claimed(segment);
      await harness.journal.park(lease, waitFor('a', 'go'), []);
      expect(await harness.journal.claim(segment)).toBeNull();
    });

    it('keeps steps as saved, in order of position, the newest row per path', async () => {
      const lease = await newLease();
      await harness.journal.saveStep(lease, step('b', { position: 2 }));
      await harness.journal.saveStep(lease, step('a', { position: 1 }));
      const done = step('b', {
        position: 2,
        status: 'ok',
        output: { list: [1, 'x', null], nested: { deep: true } },
        summary: 'Read the state',
        state: { tries: 2 },
        finishedAt: '2026-11-20T08:00:01.000Z',
      });
      await harness.journal.saveStep(lease, done);
      const { steps } = await harness.journal.load(lease);
      expect(steps.map((row) => row.path)).toEqual(['a', 'b']);
      expect(steps[1]).toEqual(done);
    });

    it('lets exactly one of many open an intent', async () => {
      const lease = await newLease();
      const opened = await Promise.all(Array.from({ length: 8 }, () => harness.journal.openIntent(lease, intent('s'))));
      expect(opened.filter(Boolean)).toHaveLength(1);
    });

    it('an intent without a result is still there, open, for the next holder', async () => {
      const segment = await newRun();
      await harness.journal.openIntent(await claimed(segment), intent('s'));
      const { intents } = await harness.journal.load(await claimed(segment));
      expect(intents).toHaveLength(1);
      expect(intents[0]).toMatchObject({
        path: 's',
        attempt: 1,
        tag: 'mspclaw:run:s:1',
        outcome: null,
        sendDeadline: '2026-11-20T08:00:30.000Z',
      });
    });

    it('settles the intent and the step together', async () => {
      const lease = await newLease();
      await harness.journal.openIntent(lease, intent('s'));
      await harness.journal.settleIntent(
        lease,
        { path: 's', attempt: 1 },
        'answered',
        { n: 1 },
        step('s', { status: 'ok' }),
      );
      const { intents, steps } = await harness.journal.load(lease);
      expect(intents[0]).toMatchObject({ outcome: 'answered', result: { n: 1 } });
      expect(steps[0]).toMatchObject({ path: 's', status: 'ok' });
    });

    it('a second attempt is its own intent', async () => {
      const lease = await newLease();
      expect(await harness.journal.openIntent(lease, intent('s', 1))).toBe(true);
      expect(await harness.journal.openIntent(lease, intent('s', 2))).toBe(true);
    });

    it('an older lease can write nothing once a newer one exists', async () => {
      const segment = await newRun();
      const old = await claimed(segment);
      await harness.journal.openIntent(old, intent('before'));
      const fresh = await claimed(segment);
      const writes: [string, () => Promise<unknown>][] = [
        ['saveStep', () => harness.journal.saveStep(old, step('x'))],
        ['openIntent', () => harness.journal.openIntent(old, intent('x'))],
        [
          'settleIntent',
          () => harness.journal.settleIntent(old, { path: 'before', attempt: 1 }, 'answered', null, step('before')),
        ],
        ['park', () => harness.journal.park(old, waitFor('x', 'go'), [])],
        ['saveFacts', () => harness.journal.saveFacts(old, { ticket: { id: 't' } })],
        ['finish', () => harness.journal.finish(old, 'failed', 'no')],
        [
          'requestApproval',
          () =>
            harness.journal.requestApproval(old, {
              path: 'x',
              calls: [],
              planHash: 'h',
              reason: 'r',
              fromRole: 'technician',
              expiresAt: '2026-12-01T00:00:00.000Z',
            }),
        ],
      ];
      for (const [what, write] of writes) await expect(write(), what).rejects.toBeInstanceOf(LeaseLost);
      const loaded = await harness.journal.load(fresh);
      expect(loaded.steps).toEqual([]);
      expect(loaded.intents).toHaveLength(1);
      expect(loaded.intents[0]?.outcome).toBeNull();
    });

    it('parking stores the steps given with it, ends the lease and makes the status visible', async () => {
      const lease = await newLease();
      const parked = await harness.journal.park(lease, waitFor('a', 'go'), [step('a', { status: 'waiting' })]);
      expect(parked).toEqual({ parked: true });
      const row = await harness.readRun(lease);
      expect(row.status).toBe('waiting');
      expect(row.seq).toBeGreaterThan(lease.seq);
      await expect(harness.journal.saveStep(lease, step('b'))).rejects.toBeInstanceOf(LeaseLost);
    });

    it('parks as unknown when told so', async () => {
      const lease = await newLease();
      await harness.journal.park(lease, waitFor('a', 'decision:a'), [], 'unknown');
      expect((await harness.readRun(lease)).status).toBe('unknown');
    });

    it('a signal that came before the wait is handed over instead of parking', async () => {
      const lease = await newLease();
      expect(await signal(lease, 'go', 'k1')).toBe('stored');
      const answer = await harness.journal.park(lease, waitFor('a', 'go'), [step('a', { status: 'waiting' })]);
      expect(answer).toMatchObject({ parked: false, signal: { topic: 'go', key: 'k1', payload: { key: 'k1' } } });
      expect((await harness.readRun(lease)).status).toBe('running');
      await harness.journal.saveStep(lease, step('a', { status: 'ok' }));
    });

    it('a signal of another topic does not keep a run from parking', async () => {
      const lease = await newLease();
      await signal(lease, 'other', 'k1');
      expect(await harness.journal.park(lease, waitFor('a', 'go'), [])).toEqual({ parked: true });
    });

    it('a consumed signal is gone', async () => {
      const lease = await newLease();
      await signal(lease, 'go', 'k1');
      expect((await harness.journal.load(lease)).signals).toHaveLength(1);
      await harness.journal.consumeSignal(lease, 'go', 'k1');
      expect((await harness.journal.load(lease)).signals).toEqual([]);
      expect(await harness.journal.park(lease, waitFor('a', 'go'), [])).toEqual({ parked: true });
    });

    it('the same plan asked twice is one approval; a changed plan is another', async () => {
      const lease = await newLease();
      const plan = {
        path: 'ok',
        calls: [],
        planHash: 'hash-1',
        reason: 'server',
        fromRole: 'technician' as const,
        expiresAt: '2026-12-01T00:00:00.000Z',
      };
      const first = await harness.journal.requestApproval(lease, plan);
      expect(first).toMatchObject({ status: 'pending', planHash: 'hash-1', decidedBy: null });
      expect((await harness.journal.requestApproval(lease, plan)).id).toBe(first.id);
      const other = await harness.journal.requestApproval(lease, { ...plan, planHash: 'hash-2' });
      expect(other.id).not.toBe(first.id);
      await harness.decideApproval(lease, first.id, 'approved');
      expect((await harness.journal.readApproval(lease, first.id)).status).toBe('approved');
      expect((await harness.journal.readApproval(lease, other.id)).status).toBe('pending');
    });

    it('learned facts replace the named ones and leave the others', async () => {
      const lease = await newLease();
      await harness.journal.saveFacts(lease, { ticket: { id: 't1' } });
      expect((await harness.journal.load(lease)).run.facts).toEqual({ ticket: { id: 't1' }, org: { id: 'o1' } });
    });

    it('a final run never changes again', async () => {
      const segment = await newRun();
      const lease = await claimed(segment);
      await harness.journal.finish(lease, 'succeeded', 'Fixed.');
      expect(await harness.readRun(lease)).toMatchObject({ status: 'succeeded', outcome: 'Fixed.' });
      expect(await harness.journal.claim(segment)).toBeNull();
      await expect(harness.journal.finish(lease, 'failed', 'no')).rejects.toBeInstanceOf(LeaseLost);
      await expect(harness.journal.saveStep(lease, step('x'))).rejects.toBeInstanceOf(LeaseLost);
      expect(await harness.readRun(lease)).toMatchObject({ status: 'succeeded', outcome: 'Fixed.' });
    });
  });
};
