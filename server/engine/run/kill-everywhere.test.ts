// Kills at every boundary, in random order and number, against a vendor without idempotency that keeps the truth.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import { type BoundaryName, boundaryNames } from '../ports/engine-ports.ts';
import { EngineWorld } from '../testing/engine-world.ts';
import type { Fault } from '../testing/fake-vendor.ts';
import { makeCatalog } from '../testing/make-catalog.ts';
import { sampleFacts, samplePlaybook, scriptStep, scriptSuccess, ticketFact } from '../testing/sample-playbook.ts';

const catalog = makeCatalog(capabilityContracts);
const source = samplePlaybook({
  steps: `- id: before
  call: device.status
  with: { device: "\${{ device.id }}" }
- id: created
  if: ticket == null
  call: ticket.create
  with: { client: "\${{ client.id }}", title: Disk }
${scriptStep}
- id: again
  call: script.run
  with: { device: "\${{ device.id }}", script: clean, parameters: { days: 7 } }
  undo: { impossible: it is a test }
- id: proof
  verify: steps.proof.output.online == true
  read: device.status
  with: { device: "\${{ device.id }}" }
  retry: { times: 2, every: 1m }
- call: ticket.resolve
  with: { ticket: "\${{ ticket.id }}", note: { visibility: internal, body: done } }`,
});

const effects = ['ticket.create', 'script.run', 'script.run', 'ticket.resolve'];
const seed = Number(process.env.ENGINE_SEED ?? Date.now() % 2_147_483_647);
const runs = Number(process.env.ENGINE_KILL_RUNS ?? 600);

const kill = fc.record({ name: fc.constantFrom(...boundaryNames), after: fc.integer({ min: 0, max: 6 }) });
const fault = fc.constantFrom<Fault>('unavailable', 'lost-answer', 'lost-request');
const scenario = fc.record({
  kills: fc.array(kill, { minLength: 1, maxLength: 6 }),
  scriptFaults: fc.array(fault, { maxLength: 2 }),
  noteFaults: fc.array(fault, { maxLength: 2 }),
  lagMs: fc.constantFrom(0, 300, 3_000),
});

const makeWorld = () => {
  const world = new EngineWorld(catalog);
  world.vendor.answers['device.status'] = { online: true };
  world.vendor.answers['ticket.create'] = ticketFact;
  world.vendor.answers['ticket.resolve'] = ticketFact;
  world.vendor.answers['script.run'] = scriptSuccess;
  return world;
};

/** each entry kills once, when its boundary has been passed `after` times since the entry before it */
const armKills = (world: EngineWorld, kills: { name: BoundaryName; after: number }[]) => {
  const left = kills.map((entry) => ({ ...entry }));
  let killed = 0;
  world.onBoundary = (name) => {
    const next = left[0];
    if (next === undefined || next.name !== name) return;
    if (next.after > 0) {
      next.after -= 1;
      return;
    }
    left.shift();
    killed += 1;
    throw new Error(`killed at ${name}`);
  };
  return () => killed;
};

const stepsDone = (world: EngineWorld) => world.vendor.done.map((done) => done.step);

describe(`kills at random boundaries (seed ${seed}, ${runs} runs)`, () => {
  it('no step runs twice, none is said done that was not, no run is stuck', async () => {
    let killed = 0;
    let parked = 0;
    let finished = 0;
    const property = fc.asyncProperty(scenario, async ({ kills, scriptFaults, noteFaults, lagMs }) => {
      const world = makeWorld();
      world.vendor.visibilityLagMs = lagMs;
      world.vendor.faults['script.run'] = [...scriptFaults];
      world.vendor.faults['ticket.resolve'] = [...noteFaults];
      const count = armKills(world, kills);
      const run = await world.start(source, sampleFacts());
      await world.settle();
      // A person who looks at the vendor answers each open question with the truth.
      for (let questions = 0; world.status(run) === 'unknown' && questions < 10; questions += 1) {
        parked += 1;
        const path = world.stored(run).wait?.path ?? '';
        const happened = stepsDone(world).some((step) => step.endsWith(`:${path}`));
        await world.signal(run, `decision:${path}`, {
          decision: happened ? 'happened' : 'retry',
          by: 'user:u1',
          output: {},
        });
        await world.settle();
      }
      killed += count();
      finished += 1;
      expect(world.status(run), world.outcome(run)).toBe('succeeded');
      const steps = stepsDone(world);
      expect(new Set(steps).size, 'a step was done twice').toBe(steps.length);
      expect(
        world.vendor.done.map((done) => done.capability),
        'said done but was not',
      ).toEqual(effects);
      expect(world.store.queue.filter((entry) => entry.segment.seq === world.stored(run).record.seq)).toEqual([]);
    });
    await fc.assert(property, { seed, numRuns: runs });
    console.info(`kills ${killed}, runs ${finished}, questions to a person ${parked}`);
    expect(finished).toBe(runs);
    expect(killed).toBeGreaterThan(runs / 2);
  });

  it('every boundary alone, first to sixth passing', async () => {
    let killed = 0;
    for (const name of boundaryNames) {
      for (let after = 0; after < 6; after += 1) {
        const world = makeWorld();
        const count = armKills(world, [{ name, after }]);
        const run = await world.start(source, sampleFacts());
        await world.settle();
        killed += count();
        const isParked = world.status(run) === 'unknown';
        expect(
          isParked || world.status(run) === 'succeeded',
          `${name} #${after}: ${world.status(run)} ${world.outcome(run)}`,
        ).toBe(true);
        // Only what was killed between the intent and the send may need a person.
        if (isParked) expect(name).toBe('intent-opened');
        const steps = stepsDone(world);
        expect(new Set(steps).size, `${name} #${after}`).toBe(steps.length);
      }
    }
    expect(killed).toBeGreaterThanOrEqual(boundaryNames.length * 2);
  });
});
