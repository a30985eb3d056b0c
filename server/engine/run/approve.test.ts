import { beforeEach, describe, expect, it } from 'vitest';
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
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
const readStatus = (id: string) => `- id: ${id}\n  call: device.status\n  with: { device: "\${{ device.id }}" }`;

describe('approve', () => {
  const approved = `- id: ask\n  approve: { reason: "Clean \${{ device.name }}?", timeout: 4h }\n${scriptStep}`;
  const waiting = async (steps = approved) => {
    const run = await world.start(samplePlaybook({ steps, effect: 'destructive' }), sampleFacts());
    await world.pass(60_000);
    expect(world.status(run), world.outcome(run)).toBe('waiting');
    return run;
  };
  const plans = (run: { orgId: string; runId: string }) =>
    [...world.stored(run).approvals.values()].map(({ plan }) => plan);

  it('shows the exact plan and sends nothing before the answer', async () => {
    const run = await waiting();
    expect(done()).toEqual([]);
    expect(plans(run)).toMatchObject([
      {
        reason: 'Clean ACME-WS-014?',
        fromRole: 'technician',
        planHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        calls: [
          {
            path: 'clean',
            capability: 'script.run',
            effect: 'destructive',
            device: 'ACME-WS-014',
            script: { name: 'clean', sha256: 'a'.repeat(64) },
            arguments: { device: 'device-1', script: 'clean', parameters: { days: 14 } },
          },
        ],
      },
    ]);
  });

  it('goes on when approved, and an unchanged plan is asked once', async () => {
    world.vendor.faults['script.run'] = ['unavailable', 'unavailable'];
    const run = await waiting();
    await world.decide(run, 'approved');
    await world.settle();
    expect(world.status(run)).toBe('succeeded');
    expect(done()).toEqual(['script.run']);
    expect(plans(run)).toHaveLength(1);
  });

  it('denied or unanswered stops the run, with nothing sent', async () => {
    const denied = await waiting();
    await world.decide(denied, 'denied');
    await world.settle();
    expect(world.status(denied)).toBe('failed');
    const late = await waiting();
    await world.settle();
    expect(world.step(late, 'ask').error).toMatchObject({ code: 'expired' });
    expect(done()).toEqual([]);
  });

  it('never lets the covered steps run after `otherwise`', async () => {
    const run = await waiting(
      `- id: ask\n  approve: { timeout: 4h }\n  otherwise:\n    - call: ticket.create\n      with: { client: "\${{ client.id }}", title: Not approved }\n${scriptStep}`,
    );
    await world.decide(run, 'denied');
    await world.settle();
    expect(world.status(run)).toBe('stopped');
    expect(done()).toEqual(['ticket.create']);
  });

  it('a signal alone approves nothing', async () => {
    const run = await waiting();
    await world.signal(run, 'approval:approval-1', { status: 'approved', by: 'mallory' });
    await world.pass(60_000);
    expect(world.status(run)).toBe('waiting');
    expect(done()).toEqual([]);
  });

  it('an approval withdrawn before the send asks again', async () => {
    const run = await waiting(`- id: ask\n  approve: { timeout: 4h }\n- wait: 1h\n${scriptStep}`);
    await world.decide(run, 'approved');
    await world.pass(60_000);
    for (const { record } of world.stored(run).approvals.values()) record.status = 'withdrawn';
    await world.settle();
    expect(world.status(run)).toBe('failed');
    expect(done()).toEqual([]);
  });

  it('a plan that changed after the approval needs a new one', async () => {
    const run = await waiting(`- id: ask\n  approve: { timeout: 4h }\n- wait: 1h\n${scriptStep}`);
    await world.decide(run, 'approved');
    await world.pass(60_000);
    Object.assign(world.stored(run).record.facts, { device: { id: 'device-2', name: 'ACME-DC01', role: 'server' } });
    await world.pass(2 * 3_600_000);
    expect(done()).toEqual([]);
    expect(world.status(run)).toBe('waiting');
    expect(plans(run).map((plan) => plan.calls[0]?.device)).toEqual(['ACME-WS-014', 'ACME-DC01']);
    expect(new Set(plans(run).map((plan) => plan.planHash)).size).toBe(2);
    await world.decide(run, 'approved');
    await world.settle();
    expect(world.vendor.done[0]?.arguments).toMatchObject({ device: 'device-2' });
  });

  it('what depends on a later answer is bound by its text and filled in then', async () => {
    const run = await waiting(
      `- id: ask\n  approve: { timeout: 4h }\n${scriptStep}\n- call: ticket.create\n  with: { client: "\${{ client.id }}", title: "Exit \${{ steps.clean.output.exitCode }}" }`,
    );
    expect(plans(run)[0]?.calls[1]?.arguments).toMatchObject({
      client: 'client-1',
      title: { $later: expect.any(String) },
    });
    await world.decide(run, 'approved');
    await world.settle();
    expect(world.vendor.done[1]?.arguments).toMatchObject({ title: 'Exit 0' });
  });

  it('guard.approval stands before the first step that may destroy, when its condition holds', async () => {
    const guard = 'approval: { when: device.role == "server", from: engineer, timeout: 1h, otherwise: stop }';
    const free = await begin(`${readStatus('before')}\n${scriptStep}`, { guard, effect: 'destructive' });
    expect(world.trace(free)).toEqual(['before: ok', 'steps/1: skipped', 'clean: ok']);
    const server = sampleFacts({ device: { id: 'device-9', name: 'ACME-DC01', role: 'server' } });
    const run = await world.start(
      samplePlaybook({ steps: `${readStatus('before')}\n${scriptStep}`, guard, effect: 'destructive' }),
      server,
    );
    await world.pass(60_000);
    expect(world.status(run)).toBe('waiting');
    expect(plans(run)[0]).toMatchObject({ fromRole: 'engineer', calls: [{ device: 'ACME-DC01' }] });
  });
});
