// What every durable runtime must hold. Run by the in-memory one and by the one on Postgres.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SegmentHandler } from '../ports/durable-runtime.ts';
import type { RunRef, SegmentRef, Wait } from '../ports/run-records.ts';
import type { ContractHarness, MakeContractHarness } from './contract-harness.ts';

export const durableRuntimeContract = (name: string, makeHarness: MakeContractHarness): void => {
  describe(`durable runtime: ${name}`, () => {
    let harness: ContractHarness;
    const handlers = new Map<string, SegmentHandler>();
    const delivered: SegmentRef[] = [];
    const deliveries = (run: RunRef) => delivered.filter((segment) => segment.runId === run.runId);

    beforeAll(async () => {
      harness = await makeHarness();
      harness.runtime.onSegment(async (segment) => {
        delivered.push(segment);
        await handlers.get(segment.runId)?.(segment);
      });
      await harness.runtime.launch({ advance: true });
    });
    afterAll(async () => harness.close());

    const begin = (handler: SegmentHandler) =>
      harness.transaction(async (tx) => {
        const segment = await harness.insertRun(tx);
        handlers.set(segment.runId, handler);
        await harness.runtime.start(tx, { orgId: segment.orgId, runId: segment.runId });
        return segment;
      });
    const signal = (run: RunRef, topic: string, key = 'k') =>
      harness.transaction((tx) => harness.runtime.signal(tx, run, { topic, key, payload: { key } }));
    const status = async (run: RunRef) => (await harness.readRun(run)).status;
    const isFinished = (run: RunRef) => async () => (await status(run)) === 'succeeded';

    /** first segment parks as told, the next one finishes the run */
    const parkThenFinish = (wait: (now: Date) => Wait, parkedAs: 'waiting' | 'unknown' = 'waiting'): SegmentHandler => {
      let isFirst = true;
      return async (segment) => {
        const lease = await harness.journal.claim(segment);
        if (lease === null) return;
        if (!isFirst) return harness.journal.finish(lease, 'succeeded', 'done');
        isFirst = false;
        await harness.journal.park(lease, wait(harness.now()), [], parkedAs);
      };
    };
    const untilSignal = (topic: string) => (): Wait => ({ path: 'w', reason: 'event', topic, wakeAt: null });
    const finishAtOnce: SegmentHandler = async (segment) => {
      const lease = await harness.journal.claim(segment);
      if (lease !== null) await harness.journal.finish(lease, 'succeeded', 'done');
    };

    it('a started run gets its first segment, which can be claimed', async () => {
      const run = await begin(finishAtOnce);
      await harness.eventually(isFinished(run));
      expect(deliveries(run)[0]?.seq).toBe(run.seq);
    });

    it('a start that was rolled back starts nothing', async () => {
      let run: SegmentRef | undefined;
      const start = harness.transaction(async (tx) => {
        run = await harness.insertRun(tx);
        await harness.runtime.start(tx, run);
        throw new Error('rolled back');
      });
      await expect(start).rejects.toThrow('rolled back');
      await harness.quiesce();
      expect(run === undefined ? [] : deliveries(run)).toEqual([]);
    });

    it('a parked run sleeps until its signal comes, then goes on', async () => {
      const run = await begin(parkThenFinish(untilSignal('go')));
      await harness.eventually(async () => (await status(run)) === 'waiting');
      await harness.quiesce();
      expect(await status(run)).toBe('waiting');
      expect(await signal(run, 'other')).toBe('stored');
      await harness.quiesce();
      expect(await status(run)).toBe('waiting');
      expect(await signal(run, 'go')).toBe('woken');
      await harness.eventually(isFinished(run));
    });

    it('a run parked as unknown wakes by its signal as well', async () => {
      const run = await begin(parkThenFinish(untilSignal('decision:a'), 'unknown'));
      await harness.eventually(async () => (await status(run)) === 'unknown');
      expect(await signal(run, 'decision:a')).toBe('woken');
      await harness.eventually(isFinished(run));
    });

    it('the same signal twice is one signal', async () => {
      const run = await begin(parkThenFinish(untilSignal('go')));
      await harness.eventually(async () => (await status(run)) === 'waiting');
      expect(await signal(run, 'x', 'same')).toBe('stored');
      expect(await signal(run, 'x', 'same')).toBe('duplicate');
      await signal(run, 'go');
      await harness.eventually(isFinished(run));
    });

    it('a signal for a finished run changes nothing', async () => {
      const run = await begin(finishAtOnce);
      await harness.eventually(isFinished(run));
      expect(await signal(run, 'go')).toBe('finished');
      expect(await status(run)).toBe('succeeded');
    });

    it('a timer wakes a parked run, not before its time', async () => {
      let wakeAt = new Date(0);
      let wokenAt = new Date(0);
      const parks = parkThenFinish((now) => {
        wakeAt = new Date(now.getTime() + 400);
        return { path: 'w', reason: 'timer', topic: null, wakeAt: wakeAt.toISOString() };
      });
      const run = await begin(async (segment) => {
        wokenAt = harness.now();
        await parks(segment);
      });
      await harness.eventually(isFinished(run));
      expect(wokenAt.getTime()).toBeGreaterThanOrEqual(wakeAt.getTime());
    });

    it('a run woken by its signal is not advanced again by the timer it left behind', async () => {
      let finishes = 0;
      const parks = parkThenFinish((now) => ({
        path: 'w',
        reason: 'event',
        topic: 'go',
        wakeAt: new Date(now.getTime() + 500).toISOString(),
      }));
      const run = await begin(async (segment) => {
        if (segment.seq > run.seq) {
          const before = await status(run);
          await parks(segment);
          if (before !== 'succeeded' && (await status(run)) === 'succeeded') finishes += 1;
        } else await parks(segment);
      });
      await harness.eventually(async () => (await status(run)) === 'waiting');
      await signal(run, 'go');
      await harness.eventually(isFinished(run));
      const later = harness.now().getTime() + 700;
      const other = await begin(
        parkThenFinish(() => ({ path: 'w', reason: 'timer', topic: null, wakeAt: new Date(later).toISOString() })),
      );
      await harness.eventually(isFinished(other));
      expect(finishes).toBe(1);
      expect(await status(run)).toBe('succeeded');
    });

    it('cancelling a parked run wakes it, and the request can be read', async () => {
      let seen: string | null = null;
      let isFirst = true;
      const run = await begin(async (segment) => {
        const lease = await harness.journal.claim(segment);
        if (lease === null) return;
        const loaded = await harness.journal.load(lease);
        seen = loaded.run.cancelRequestedBy;
        if (!isFirst) return harness.journal.finish(lease, 'cancelled', 'cancelled');
        isFirst = false;
        await harness.journal.park(lease, untilSignal('go')(), []);
      });
      await harness.eventually(async () => (await status(run)) === 'waiting');
      const cancel = () => harness.transaction((tx) => harness.runtime.cancel(tx, run, 'user:u1'));
      expect(await cancel()).toBe('requested');
      await harness.eventually(async () => (await status(run)) === 'cancelled');
      expect(seen).toBe('user:u1');
      expect(await cancel()).toBe('finished');
    });

    it('a run that is asked to cancel while it works does not fall asleep', async () => {
      let isFirst = true;
      const run = await begin(async (segment) => {
        const lease = await harness.journal.claim(segment);
        if (lease === null) return;
        if (!isFirst) return harness.journal.finish(lease, 'cancelled', 'cancelled');
        isFirst = false;
        await harness.transaction((tx) => harness.runtime.cancel(tx, segment, 'user:u1'));
        await harness.journal.park(lease, untilSignal('never')(), []);
      });
      await harness.eventually(async () => (await status(run)) === 'cancelled');
    });

    it('a segment whose handler broke is delivered again', async () => {
      let tries = 0;
      const run = await begin(async (segment) => {
        tries += 1;
        if (tries === 1) throw new Error('the database was away');
        await finishAtOnce(segment);
      });
      await harness.eventually(isFinished(run));
      expect(tries).toBeGreaterThanOrEqual(2);
    });

    it('a scheduled segment comes at its time', async () => {
      let deliveredAt = new Date(0);
      const due = new Date(harness.now().getTime() + 300);
      const run = await harness.transaction(async (tx) => {
        const segment = await harness.insertRun(tx);
        handlers.set(segment.runId, async (given) => {
          deliveredAt = harness.now();
          await finishAtOnce(given);
        });
        await harness.runtime.schedule(tx, segment, due);
        return segment;
      });
      await harness.eventually(isFinished(run));
      expect(deliveredAt.getTime()).toBeGreaterThanOrEqual(due.getTime());
    });

    it('says how it is', async () => {
      const health = await harness.runtime.health();
      expect(health.ok).toBe(true);
      expect(health.queued).toBeGreaterThanOrEqual(0);
    });
  });
};
