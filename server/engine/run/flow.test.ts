import { beforeEach, describe, expect, it } from 'vitest';
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import type { Json } from '../ports/run-records.ts';
import { EngineWorld } from '../testing/engine-world.ts';
import { makeCatalog } from '../testing/make-catalog.ts';
import { sampleFacts, samplePlaybook, scriptStep, scriptSuccess, ticketFact } from '../testing/sample-playbook.ts';

const catalog = makeCatalog(capabilityContracts);
let world: EngineWorld;
beforeEach(() => {
  world = new EngineWorld(catalog);
  Object.assign(world.vendor.answers, {
    'script.run': scriptSuccess,
    'device.status': { systemDrive: { name: 'C:', totalGb: 100, freeGb: 4, freePercent: 4 } },
    'ticket.create': ticketFact,
    'ticket.note.add': { id: 'note-1' },
    'ticket.assign': ticketFact,
    'ticket.resolve': ticketFact,
  });
});
const begin = async (
  steps: string,
  over: {
    facts?: Parameters<typeof sampleFacts>[0];
    more?: string;
    guard?: string;
    effect?: 'destructive';
    inputs?: string;
  } = {},
) => {
  const run = await world.start(
    samplePlaybook({ steps, more: over.more, guard: over.guard, effect: over.effect, inputs: over.inputs }),
    sampleFacts(over.facts),
  );
  await world.settle();
  return run;
};
const done = () => world.vendor.done.map((entry) => entry.capability);
const freePercents = (...values: number[]) => {
  world.vendor.answers['device.status'] = (_args, times): Json => ({
    systemDrive: { name: 'C:', totalGb: 100, freeGb: 1, freePercent: values[Math.min(times, values.length) - 1] ?? 0 },
  });
};
const readStatus = (id: string) => `- id: ${id}\n  call: device.status\n  with: { device: "\${{ device.id }}" }`;
const proof = (rest = '') => `- id: proof
  verify: steps.proof.output.systemDrive != null && steps.proof.output.systemDrive.freePercent >= 10
  read: device.status
  with: { device: "\${{ device.id }}" }
  after: 2m
  retry: { times: 3, every: 1m }${rest}`;

describe('verify', () => {
  it('waits, reads again and goes on as soon as it is true', async () => {
    freePercents(4, 6, 12);
    const began = world.clock.now().getTime();
    const run = await begin(`${proof()}\n- stop: "free \${{ steps.proof.output.systemDrive.freePercent }}"`);
    expect(world.outcome(run)).toBe('free 12');
    expect(world.vendor.asked).toHaveLength(3);
    expect(world.clock.now().getTime() - began).toBe(4 * 60_000);
  });

  it('that never comes true fails, and what relied on it never runs', async () => {
    const run = await begin(
      `${proof('\n  otherwise:\n    - call: ticket.create\n      with: { client: "${{ client.id }}", title: Still full }')}\n- call: ticket.resolve\n  if: ticket != null\n  with: { ticket: "\${{ ticket.id }}", note: { visibility: internal, body: fixed } }`,
    );
    expect(world.vendor.asked.filter((call) => call.capability === 'device.status')).toHaveLength(4);
    expect(done()).toEqual(['ticket.create']);
    expect(world.status(run)).toBe('stopped');
  });

  it('a reading that lacks the fact proves nothing', async () => {
    world.vendor.answers['device.status'] = (_args, times): Json =>
      times < 2 ? {} : { systemDrive: { freePercent: 50 } };
    const run = await begin(
      `- id: proof\n  verify: has(steps.proof.output.systemDrive) && steps.proof.output.systemDrive != null && steps.proof.output.systemDrive.freePercent >= 10\n  read: device.status\n  with: { device: d }\n  retry: { times: 1, every: 1m }`,
    );
    expect(world.status(run), world.outcome(run)).toBe('succeeded');
  });

  it('a vendor that is away does not use up the readings', async () => {
    world.vendor.faults['device.status'] = Array.from({ length: 8 }, () => 'unavailable' as const);
    freePercents(50);
    const run = await begin(proof());
    expect(world.status(run)).toBe('succeeded');
  });
});

describe('if / then / else', () => {
  it('is decided once: later changes do not move the run to the other branch', async () => {
    freePercents(4, 50);
    const run = await begin(`${readStatus('before')}
- id: choice
  if: steps.before.output.systemDrive != null && steps.before.output.systemDrive.freePercent < 10
  then:
    - wait: 1h
    - stop: low
  else:
    - stop: fine`);
    expect(world.outcome(run)).toBe('low');
    expect(world.trace(run)).toEqual(['before: ok', 'choice: ok', 'choice/then/0: ok', 'choice/then/1: ok']);
  });

  it('a condition that cannot be told fails the step, and says why', async () => {
    const run = await begin(`- if: alert.data.nothing > 3\n  then:\n    - stop: never`);
    expect(world.status(run)).toBe('failed');
    expect(world.step(run, 'steps/0').error).toMatchObject({ code: 'expression' });
  });
});

describe('wait', () => {
  it('sleeps in the journal for its time', async () => {
    const began = world.clock.now().getTime();
    const run = await begin('- wait: 90m');
    expect(world.status(run)).toBe('succeeded');
    expect(world.clock.now().getTime() - began).toBe(5_400_000);
  });

  const forReboot = `- id: reboot\n  wait: { signal: rebooted, timeout: 2h }\n  otherwise:\n    - stop: never rebooted\n- stop: "by \${{ steps.reboot.output.by }}"`;
  it('ends with the event, which may have come before', async () => {
    const run = await world.start(samplePlaybook({ steps: forReboot }), sampleFacts());
    await world.signal(run, 'event:rebooted', { by: 'robin' });
    await world.settle();
    expect(world.outcome(run)).toBe('by robin');
  });

  it('goes its other way when the event does not come', async () => {
    const run = await begin(forReboot);
    expect(world.outcome(run)).toBe('never rebooted');
  });
});

describe('escalate', () => {
  const escalate = `${readStatus('before')}\n- escalate:\n    to: tier2\n    summary: "Disk of \${{ device.name }} is full"\n    facts: { Free: "\${{ steps.before.output.systemDrive.freePercent }} %" }`;

  it('creates the ticket, notes what is known internally, assigns', async () => {
    const run = await begin(escalate);
    expect(world.status(run)).toBe('escalated');
    expect(world.outcome(run)).toBe('Escalated to Robin (tier2): Disk of ACME-WS-014 is full');
    expect(done()).toEqual(['ticket.create', 'ticket.note.add', 'ticket.assign']);
    expect(world.vendor.done[1]?.arguments).toMatchObject({
      ticket: 'ticket-1',
      note: {
        visibility: 'internal',
        notify: false,
        body: expect.stringMatching(/is full[\s\S]*Free: 4 %[\s\S]*Did device.status/),
      },
    });
    expect(world.vendor.done[2]?.arguments).toEqual({ ticket: 'ticket-1', member: 'engineer-2' });
  });

  it('uses the ticket that is there', async () => {
    await begin(escalate, { facts: { ticket: { ...ticketFact, id: 'ticket-7' } } });
    expect(done()).toEqual(['ticket.note.add', 'ticket.assign']);
  });

  it('with nobody to give it to says so and leaves the ticket unassigned', async () => {
    world.person = null;
    const run = await begin(escalate);
    expect(world.outcome(run)).toContain('nobody to assign it to');
    expect(done()).toEqual(['ticket.create', 'ticket.note.add']);
  });

  it('says it when the assignment fails, and hides neither ticket nor note', async () => {
    world.vendor.faults['ticket.assign'] = ['refused'];
    const run = await begin(escalate);
    expect(world.status(run)).toBe('escalated');
    expect(world.outcome(run)).toContain('could not be assigned (the vendor refused it)');
  });

  it('chooses the person once, however often the process dies', async () => {
    let asked = 0;
    world.ports.people.choose = async () => {
      asked += 1;
      return { engineerId: `engineer-${asked}`, name: `Person ${asked}`, reasons: [] };
    };
    let kills = 0;
    world.onBoundary = (name) => {
      if (name !== 'intent-settled' || kills >= 3) return;
      kills += 1;
      throw new Error('killed');
    };
    const run = await begin(escalate);
    expect([kills, asked, world.status(run)]).toEqual([3, 1, 'escalated']);
    expect(done()).toEqual(['ticket.create', 'ticket.note.add', 'ticket.assign']);
  });
});

describe('failure', () => {
  const onFailure = `onFailure:\n  - escalate: { to: tier2, summary: "\${{ failure.path }}: \${{ failure.message }}" }\n`;

  it('of a step is handled by its otherwise, and the run goes on', async () => {
    world.vendor.faults['script.run'] = ['refused'];
    const run = await begin(
      `${scriptStep}\n  otherwise:\n    - set: { reason: "\${{ steps.clean.error.message }}" }\n      id: noted\n- stop: went on`,
    );
    expect(world.outcome(run)).toBe('went on');
    expect(world.step(run, 'noted').output).toEqual({ reason: 'the vendor refused it' });
  });

  it('without otherwise runs onFailure, which may hand over', async () => {
    world.vendor.faults['script.run'] = ['refused'];
    const run = await begin(scriptStep, { more: onFailure });
    expect(world.status(run)).toBe('escalated');
    expect(world.outcome(run)).toContain('clean: the vendor refused it');
  });

  it('of onFailure itself ends the run as failed', async () => {
    world.vendor.faults['script.run'] = ['refused'];
    world.vendor.faults['ticket.create'] = ['refused'];
    const run = await begin(scriptStep, { more: onFailure });
    expect(world.status(run)).toBe('failed');
  });

  it('at the deadline is handed over too', async () => {
    const run = await begin(`- wait: 5d\n${scriptStep}`, { more: onFailure });
    expect(world.status(run)).toBe('escalated');
    expect(world.outcome(run)).toContain('past its deadline');
  });

  it('of an argument is found before anything is sent', async () => {
    const run = await begin(
      `- call: ticket.update\n  with: { ticket: "\${{ alert.data.drive }}", priority: "\${{ alert.data.freePercent }}" }`,
    );
    expect(world.status(run)).toBe('failed');
    expect(world.step(run, 'steps/0').error).toMatchObject({ code: 'arguments' });
    expect(world.vendor.asked).toEqual([]);
  });
});

describe('values', () => {
  it('numbers of vendors and of people go together', async () => {
    const run = await begin(
      `${readStatus('before')}\n- id: sums\n  set: { left: "\${{ inputs.limit - 1 }}", same: "\${{ alert.data.freePercent == 4 }}", ratio: "\${{ inputs.limit / 4 }}", kept: "\${{ alert.data }}", text: "\${{ inputs.limit / 3 }} %" }`,
      { inputs: '{ limit: { type: integer, default: 10 } }' },
    );
    expect(world.step(run, 'sums').output).toEqual({
      left: 9,
      same: true,
      ratio: 2.5,
      kept: { freePercent: 4, drive: 'C:' },
      text: '3.333 %',
    });
  });

  it('inside text what is not known is written unknown', async () => {
    const run = await begin(`- stop: "drive \${{ alert.data.none }}, ticket \${{ ticket.id }}, os \${{ device.os }}"`, {
      facts: { device: { id: 'd', name: 'n', os: null } },
    });
    expect(world.outcome(run)).toBe('drive unknown, ticket unknown, os unknown');
  });
});
