import { beforeEach, describe, expect, it } from 'vitest';
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import type { BoundaryName } from '../ports/engine-ports.ts';
import { EngineWorld } from '../testing/engine-world.ts';
import { makeCatalog } from '../testing/make-catalog.ts';
import { sampleFacts, samplePlaybook, scriptStep, scriptSuccess, ticketFact } from '../testing/sample-playbook.ts';

const catalog = makeCatalog(capabilityContracts);
const oneScript = samplePlaybook({ steps: scriptStep });
const oneNote = samplePlaybook({
  steps: `- id: note
  call: ticket.note.add
  with: { ticket: t-1, note: { visibility: internal, body: hello } }`,
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

describe('losing the lease', () => {
  it('ends the segment silently: no failure, no compensation, no second send', async () => {
    const source = samplePlaybook({ steps: `${scriptStep}\n  otherwise:\n    - stop: compensated` });
    const run = await world.start(source, sampleFacts());
    let isFirst = true;
    world.onBoundary = (at) => {
      if (at !== 'intent-opened' || !isFirst) return;
      isFirst = false;
      void world.journal.claim({ orgId: run.orgId, runId: run.runId, seq: world.stored(run).record.seq });
    };
    await world.settle();
    expect(world.stored(run).outcome).toBeNull();
    expect(world.step(run, 'clean')).toMatchObject({ status: 'started', error: null });
    expect(doneCount()).toBe(1);
  });
});

describe('cancelling', () => {
  it('ends a run between its steps', async () => {
    const run = await world.start(samplePlaybook({ steps: `- wait: 1h\n${scriptStep}` }), sampleFacts());
    await world.pass(60_000);
    await world.cancel(run);
    await world.settle();
    expect(world.status(run)).toBe('cancelled');
    expect(doneCount()).toBe(0);
  });

  it('settles what is under way first', async () => {
    world.vendor.faults['script.run'] = ['lost-answer'];
    const run = await world.start(oneScript, sampleFacts());
    await world.pass(1_000);
    await world.cancel(run);
    await world.settle();
    expect(world.status(run)).toBe('cancelled');
    expect(world.stored(run).intents.get('clean#1')?.outcome).toBe('adopted');
  });

  it('a run that waits for a decision can be cancelled by a person', async () => {
    killOnceAt('intent-opened');
    const run = await world.start(oneScript, sampleFacts());
    await world.settle();
    await world.cancel(run);
    await world.settle();
    expect(world.status(run)).toBe('cancelled');
  });
});

describe('a run', () => {
  it('ends with the version it began with, or not at all', async () => {
    const run = await world.start(oneScript, sampleFacts());
    world.stored(run).record.playbook.source = oneNote;
    await world.settle();
    expect(world.status(run)).toBe('failed');
    expect(world.outcome(run)).toContain('not the one this run was started with');
    expect(world.vendor.asked).toEqual([]);
  });

  it('does not begin without a device it needs', async () => {
    const run = await world.start(oneScript, sampleFacts({ device: null }));
    await world.settle();
    expect(world.outcome(run)).toBe('The playbook needs a device, and this run has none.');
  });

  it('is over at its deadline', async () => {
    const run = await world.start(samplePlaybook({ steps: `- wait: 5d\n${scriptStep}` }), sampleFacts());
    await world.settle();
    expect(world.status(run)).toBe('failed');
    expect(world.outcome(run)).toContain('past its deadline');
    expect(doneCount()).toBe(0);
  });

  it('keeps bounded outputs', async () => {
    world.vendor.answers['device.status'] = {
      blob: 'x'.repeat(600_000),
      list: Array.from({ length: 5_000 }, () => 'y'.repeat(5_000)),
    };
    const run = await world.start(
      samplePlaybook({ steps: `- id: big\n  call: device.status\n  with: { device: d }` }),
      sampleFacts(),
    );
    await world.settle();
    expect(JSON.stringify(world.step(run, 'big').output).length).toBeLessThan(300_000);
  });

  it('learns the ticket it created, and a crash in between does not lose it', async () => {
    const source = samplePlaybook({
      steps: `- if: ticket == null
  call: ticket.create
  with: { client: "\${{ client.id }}", title: Disk }
- call: ticket.note.add
  with: { ticket: "\${{ ticket.id }}", note: { visibility: internal, body: hello } }`,
    });
    world.vendor.answers['ticket.create'] = ticketFact;
    killOnceAt('intent-settled');
    const run = await world.start(source, sampleFacts());
    await world.settle();
    expect(world.status(run), world.outcome(run)).toBe('succeeded');
    expect(world.vendor.done.map((done) => done.capability)).toEqual(['ticket.create', 'ticket.note.add']);
    expect(world.vendor.done[1]?.arguments).toMatchObject({ ticket: 'ticket-1' });
  });
});
