import { beforeEach, describe, expect, it } from 'vitest';
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import type { BoundaryName } from '../ports/engine-ports.ts';
import type { RunRef } from '../ports/run-records.ts';
import { EngineWorld } from '../testing/engine-world.ts';
import { makeCatalog } from '../testing/make-catalog.ts';
import { sampleFacts, samplePlaybook, scriptStep, scriptSuccess } from '../testing/sample-playbook.ts';

const catalog = makeCatalog(capabilityContracts);
const oneScript = samplePlaybook({ steps: scriptStep });
const oneNote = samplePlaybook({
  steps: `- id: note
  call: ticket.note.add
  with: { ticket: t-1, note: { visibility: internal, body: hello } }`,
});
const oneUpdate = samplePlaybook({
  steps: `- id: update
  call: ticket.update
  with: { ticket: t-1, title: New title }`,
});

let world: EngineWorld;
beforeEach(() => {
  world = new EngineWorld(catalog);
  world.vendor.answers['script.run'] = scriptSuccess;
  world.vendor.answers['ticket.note.add'] = { id: 'note-1', visibility: 'internal' };
  world.vendor.answers['ticket.update'] = { id: 't-1' };
  world.vendor.answers['device.status'] = { online: true };
});

const killOnceAt = (name: BoundaryName) => {
  let isAlive = true;
  world.onBoundary = (at) => {
    if (at !== name || !isAlive) return;
    isAlive = false;
    throw new Error(`killed at ${name}`);
  };
};
const doneCount = () => world.vendor.done.length;

describe('a side effect', () => {
  it('has its intent committed before any byte leaves', async () => {
    const seen: (string | null | undefined)[] = [];
    const { call } = world.vendor;
    world.vendor.call = async (given) => {
      seen.push(world.stored(given).intents.get(`${given.path}#1`)?.outcome);
      return call.call(world.vendor, given);
    };
    const run = await world.start(oneScript, sampleFacts());
    await world.settle();
    expect(seen).toEqual([null]);
    expect(world.stored(run).intents.get('clean#1')).toMatchObject({
      outcome: 'answered',
      tag: expect.stringMatching(/^mspclaw:.*:clean:1$/),
    });
    expect(world.status(run)).toBe('succeeded');
  });

  it('says what it did in one sentence', async () => {
    const run = await world.start(oneScript, sampleFacts());
    await world.settle();
    expect(world.step(run, 'clean')).toMatchObject({
      status: 'ok',
      summary: 'Ran clean on ACME-WS-014: exit 0 in 41 s',
      attempt: 1,
    });
  });

  it('is sent only by whoever inserted the intent', async () => {
    const run = await world.start(oneScript, sampleFacts());
    const { openIntent } = world.journal;
    let isFirst = true;
    world.journal.openIntent = async (lease, intent) => {
      const isMine = await openIntent.call(world.journal, lease, intent);
      const told = isFirst ? false : isMine;
      isFirst = false;
      return told;
    };
    await world.settle();
    expect(doneCount()).toBe(0);
    expect(world.status(run)).toBe('unknown');
  });

  it('is not sent by a process that slept past the send deadline', async () => {
    world.onBoundary = (at) => {
      if (at === 'intent-opened') world.clock.advance(60_000);
    };
    const run = await world.start(oneScript, sampleFacts());
    await world.settle();
    expect(doneCount()).toBe(0);
    expect(world.status(run)).toBe('unknown');
  });

  it('whose answer was lost with the process is adopted, not repeated', async () => {
    killOnceAt('call-sent');
    const run = await world.start(oneScript, sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('succeeded');
    expect(doneCount()).toBe(1);
    expect(world.stored(run).intents.get('clean#1')?.outcome).toBe('adopted');
  });

  const lookTimes = () => {
    const asked: number[] = [];
    const { reconcile } = world.vendor;
    world.vendor.reconcile = async (...args) => {
      asked.push(world.clock.now().getTime());
      return reconcile.apply(world.vendor, args);
    };
    return asked;
  };
  const deadlineOf = (run: RunRef) => Date.parse(world.stored(run).intents.get('clean#1')?.sendDeadline ?? '');

  it('is adopted as soon as the vendor shows it', async () => {
    world.vendor.visibilityLagMs = 180_000;
    world.vendor.jobMs = 0;
    killOnceAt('call-sent');
    const { reconcile } = world.vendor;
    world.vendor.reconcile = async (...args) => {
      world.vendor.visibilityLagMs = 1_000;
      return reconcile.apply(world.vendor, args).finally(() => {
        world.vendor.visibilityLagMs = 180_000;
      });
    };
    const began = world.clock.now().getTime();
    const run = await world.start(oneScript, sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('succeeded');
    expect(doneCount()).toBe(1);
    expect(world.clock.now().getTime() - began).toBeLessThan(20_000);
  });

  it('is believed not to have happened only when nothing can be under way and the vendor would show it', async () => {
    world.vendor.visibilityLagMs = 180_000;
    killOnceAt('intent-opened');
    const asked = lookTimes();
    const run = await world.start(oneScript, sampleFacts());
    const settled = () => deadlineOf(run) + 185_000;
    await world.pass(200_000);
    expect(world.status(run)).toBe('waiting');
    expect(world.step(run, 'clean').summary).toMatch(
      /^No answer came, so it may have happened. Looking for it for \d+ (s|min) at most; .* a person decides$/,
    );
    await world.settle();
    expect(world.status(run)).toBe('unknown');
    expect(asked.at(-1)).toBeGreaterThanOrEqual(settled());
    expect(asked.length).toBeLessThan(10);
  });

  it('that certainly never left goes again, also when it may happen only once, but not before its deadline', async () => {
    world.vendor.visibilityLagMs = 180_000;
    killOnceAt('intent-opened');
    world.vendor.reconcile = async () => ({ kind: 'not-sent' });
    const run = await world.start(oneScript, sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('succeeded');
    expect(doneCount()).toBe(1);
    expect(world.vendor.done[0]?.tag).toMatch(/:2$/);
    expect(world.vendor.done[0]?.at).toBeGreaterThanOrEqual(deadlineOf(run));
  });

  it('that a paused process sent at the last moment, while others looked, is adopted', async () => {
    world.vendor.visibilityLagMs = 20_000;
    killOnceAt('intent-opened');
    const run = await world.start(oneScript, sampleFacts());
    await world.pass(1_000);
    const tag = world.stored(run).intents.get('clean#1')?.tag ?? '';
    const step = tag.slice(0, tag.lastIndexOf(':'));
    world.vendor.done.push({ tag, step, capability: 'script.run', arguments: {}, at: deadlineOf(run) - 1 });
    await world.settle();
    expect(world.status(run)).toBe('succeeded');
    expect(doneCount()).toBe(1);
  });

  it('is given to a person within a minute when the vendor can never be asked, but never before the deadline', async () => {
    world.vendor.visibilityLagMs = 180_000;
    world.vendor.faults['script.run'] = ['lost-answer'];
    world.vendor.reconcileFaults = 1_000;
    const began = world.clock.now().getTime();
    const run = await world.start(oneScript, sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('unknown');
    expect(world.clock.now().getTime()).toBeGreaterThanOrEqual(deadlineOf(run));
    expect(world.clock.now().getTime() - began).toBeLessThanOrEqual(60_000);
  });

  it('that may happen once and cannot be found waits for a person', async () => {
    killOnceAt('intent-opened');
    const run = await world.start(oneScript, sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('unknown');
    expect(world.step(run, 'clean').status).toBe('unknown');
    expect(world.stored(run).wait).toMatchObject({ topic: 'decision:clean', reason: 'decision', wakeAt: null });
    expect(doneCount()).toBe(0);
  });

  it.each([
    ['keyed', () => oneNote],
    ['idempotent', () => oneUpdate],
  ])('that is %s and cannot be found goes again as a new attempt', async (_kind, source) => {
    killOnceAt('intent-opened');
    const run = await world.start(source(), sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('succeeded');
    expect(doneCount()).toBe(1);
    const [first, second] = [...world.stored(run).intents.values()];
    expect([first?.outcome, second?.outcome]).toEqual(['released', 'answered']);
    expect(world.vendor.done[0]?.tag).toMatch(/:2$/);
  });

  it('that may have been applied is looked for before anything else', async () => {
    world.vendor.faults['ticket.note.add'] = ['lost-answer'];
    const run = await world.start(oneNote, sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('succeeded');
    expect(doneCount()).toBe(1);
  });

  it('is looked for again when the vendor cannot be asked yet', async () => {
    world.vendor.faults['script.run'] = ['lost-answer'];
    world.vendor.reconcileFaults = 2;
    const run = await world.start(oneScript, sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('succeeded');
    expect(doneCount()).toBe(1);
  });

  it('is given to a person when the vendor can never be asked', async () => {
    world.vendor.faults['ticket.note.add'] = ['lost-answer'];
    world.vendor.reconcileFaults = 1_000;
    const run = await world.start(oneNote, sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('unknown');
    expect(doneCount()).toBe(1);
  });
});

describe("a person's decision about an unknown step", () => {
  const unknownRun = async () => {
    world.vendor.faults['script.run'] = ['lost-request'];
    const run = await world.start(
      samplePlaybook({ steps: `${scriptStep}\n- stop: "clean is \${{ steps.clean.status }}"` }),
      sampleFacts(),
    );
    await world.settle();
    expect(world.status(run)).toBe('unknown');
    return run;
  };

  it('retry sends it once more, as a new attempt', async () => {
    const run = await unknownRun();
    await world.signal(run, 'decision:clean', { decision: 'retry', by: 'user:u1' });
    await world.settle();
    expect(doneCount()).toBe(1);
    expect(world.step(run, 'clean')).toMatchObject({ status: 'ok', attempt: 2 });
    expect(world.outcome(run)).toBe('clean is ok');
  });

  it('happened goes on without sending', async () => {
    const run = await unknownRun();
    await world.signal(run, 'decision:clean', { decision: 'happened', by: 'user:u1', output: { exitCode: 0 } });
    await world.settle();
    expect(doneCount()).toBe(0);
    expect(world.step(run, 'clean')).toMatchObject({ status: 'ok', output: { exitCode: 0 } });
  });

  it('skip goes on, fail ends', async () => {
    const skipped = await unknownRun();
    await world.signal(skipped, 'decision:clean', { decision: 'skip', by: 'user:u1' });
    await world.settle();
    expect(world.outcome(skipped)).toBe('clean is skipped');
    const failed = await unknownRun();
    await world.signal(failed, 'decision:clean', { decision: 'fail', by: 'user:u1' });
    await world.settle();
    expect(world.status(failed)).toBe('failed');
    expect(doneCount()).toBe(0);
  });

  it('is used once, even when the process dies right after acting on it', async () => {
    const run = await unknownRun();
    world.vendor.faults['script.run'] = ['lost-request', 'lost-request'];
    killOnceAt('intent-settled');
    await world.signal(run, 'decision:clean', { decision: 'retry', by: 'user:u1' });
    await world.settle();
    expect(world.status(run)).toBe('unknown');
    expect(world.step(run, 'clean').attempt).toBe(2);
    expect(world.vendor.asked.filter((call) => call.capability === 'script.run')).toHaveLength(2);
  });

  it('that is no answer changes nothing', async () => {
    const run = await unknownRun();
    await world.signal(run, 'decision:clean', { decision: 'maybe' });
    await world.settle();
    expect(world.status(run)).toBe('unknown');
    expect(doneCount()).toBe(0);
  });
});

describe('a vendor that is away', () => {
  it('only makes the run wait, and its wish to be left alone is honoured', async () => {
    world.vendor.faults['device.status'] = Array.from({ length: 6 }, () => 'unavailable' as const);
    world.vendor.retryAfterMs = 600_000;
    const source = samplePlaybook({
      steps: `- id: before\n  call: device.status\n  with: { device: "\${{ device.id }}" }`,
    });
    const began = world.clock.now().getTime();
    const run = await world.start(source, sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('succeeded');
    expect(world.clock.now().getTime() - began).toBeGreaterThanOrEqual(6 * 600_000);
  });

  it('and certainly did nothing is asked again under a new attempt', async () => {
    world.vendor.faults['script.run'] = ['unavailable', 'unavailable'];
    const run = await world.start(oneScript, sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('succeeded');
    expect([...world.stored(run).intents.values()].map((intent) => intent.outcome)).toEqual([
      'refused',
      'refused',
      'answered',
    ]);
    expect(doneCount()).toBe(1);
  });

  it('for longer than the step may take fails the step', async () => {
    world.vendor.faults['device.status'] = Array.from({ length: 500 }, () => 'unavailable' as const);
    const source = samplePlaybook({
      steps: `- id: before\n  call: device.status\n  with: { device: "\${{ device.id }}" }\n  timeout: 1h`,
    });
    const run = await world.start(source, sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('failed');
    expect(world.step(run, 'before').error).toMatchObject({ code: 'timeout' });
  });

  it('and refuses ends the step at once', async () => {
    world.vendor.faults['script.run'] = ['refused'];
    const run = await world.start(oneScript, sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('failed');
    expect(world.step(run, 'clean').error).toMatchObject({ code: 'capability', message: 'the vendor refused it' });
  });
});

describe('a job', () => {
  it('is polled from the journal, and read again when the poll failed', async () => {
    world.vendor.pollFaults.push('unavailable');
    const run = await world.start(oneScript, sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('succeeded');
    expect(doneCount()).toBe(1);
  });

  it('that failed on the device fails the step, with its exit code said', async () => {
    world.vendor.answers['script.run'] = { ...scriptSuccess, outcome: 'failure', exitCode: 5 };
    const run = await world.start(oneScript, sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('failed');
    expect(world.step(run, 'clean')).toMatchObject({ error: { code: 'script' }, output: { exitCode: 5 } });
    expect(world.outcome(run)).toContain('exit 5');
  });

  it('that does not finish in time fails, and says that it may still run', async () => {
    world.vendor.jobMs = 10 * 86_400_000;
    const run = await world.start(samplePlaybook({ steps: `${scriptStep}\n  timeout: 20m` }), sampleFacts());
    await world.settle();
    expect(world.step(run, 'clean').error).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('may still run'),
    });
  });
});
