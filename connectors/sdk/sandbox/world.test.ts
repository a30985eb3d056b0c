import { describe, expect, it } from 'vitest';
import { ExecutionLedger } from './execution-ledger.ts';
import { stories } from './stories.ts';
import { SandboxWorld } from './world.ts';
import type { WorldDevice } from './world-types.ts';

const start = Date.parse('2026-11-20T09:00:00Z');

/** a world with a clock of its own */
function worldAt(seed = 1) {
  const clock = { ms: start };
  const ledger = new ExecutionLedger();
  const dials = { scriptLagMs: 1_000, feedLagMs: 2_000, settleMs: 500 };
  const world = new SandboxWorld({ seed, now: () => new Date(clock.ms), ledger, dials });
  const pass = (ms: number) => {
    clock.ms += ms;
    world.tick();
  };
  const device = (name: string): WorldDevice => {
    const found = world.device(name);
    if (!found) throw new Error(name);
    return found;
  };
  const run = (name: string, script: string, parameters: Record<string, string> = {}, tag: string | null = 'tag-1') => {
    const scriptId = world.state.scripts.find((entry) => entry.name === script)?.id ?? 0;
    return world.startScript({ deviceId: device(name).id, scriptId, via: 'test', tag, parameters });
  };
  const active = () => world.state.alerts.filter((alert) => alert.clearedAtMs === null);
  return { world, ledger, pass, device, run, active };
}

describe('the imaginary MSP', () => {
  it('is the same for the same seed, and another for another', () => {
    const [one, same, other] = [worldAt(7), worldAt(7), worldAt(8)].map(({ world }) => JSON.stringify(world.state));
    expect(one).toBe(same);
    expect(one).not.toBe(other);
    expect(worldAt(7).world.nextUid()).toBe(worldAt(7).world.nextUid());
  });
  it('has what the stories need: clients, tiers and skills, both kinds of machines, a history', () => {
    const { world, device } = worldAt();
    const { clients, people, devices, tickets, notes, statuses, boards } = world.state;
    expect(clients.length).toBe(4);
    const tier2 = people.filter((person) => person.tier === 2 && person.isActive);
    expect(tier2.some((person) => person.skills.includes('powershell'))).toBe(true);
    expect(tier2.some((person) => person.skills.includes('patching'))).toBe(true);
    expect(people.length).toBeGreaterThanOrEqual(8);
    expect(devices.filter((entry) => entry.role === 'server').length).toBeGreaterThanOrEqual(3);
    expect(new Set(devices.map((entry) => entry.serial)).size).toBe(devices.length);
    expect(new Set(devices.flatMap((entry) => entry.macs)).size).toBe(devices.flatMap((entry) => entry.macs).length);
    expect(new Set(devices.map((entry) => entry.configurationId)).size).toBe(devices.length);
    expect(tickets.length).toBeGreaterThanOrEqual(25);
    for (const ticket of tickets) {
      expect(ticket.closedAtMs).not.toBeNull();
      expect(statuses.find((status) => status.id === ticket.statusId)).toMatchObject({
        boardId: ticket.boardId,
        isClosed: true,
      });
      expect(notes.some((note) => note.ticketId === ticket.id && note.isResolution)).toBe(true);
    }
    for (const board of boards)
      expect(statuses.filter((status) => status.boardId === board.id && status.isDefault).length).toBe(1);
    expect(device('ACME-DC01').patches.filter((patch) => patch.status === 'failed').length).toBe(3);
    expect(device('ACME-WS-014').patches.filter((patch) => patch.status === 'failed').length).toBe(0);
  });
});

describe('scripts', () => {
  it('restart-service really starts the service, and the alert about it clears by itself afterwards', () => {
    const { world, pass, device, run, active } = worldAt();
    const { device: name, kind, data } = stories['powershell-simple'];
    world.raiseAlert(device(name), kind, { ...data });
    const winRm = device(name).services.find((service) => service.name === 'WinRM');
    expect(winRm?.state).toBe('stopped');
    pass(10_000);
    expect(active().length).toBe(1);
    const started = run(name, 'restart-service', { Service: 'winrm' });
    pass(999);
    expect([started.state, winRm?.state]).toEqual(['queued', 'stopped']);
    pass(1);
    expect([started.state, started.exitCode, winRm?.state, winRm?.lastStartAtMs]).toEqual([
      'finished',
      0,
      'running',
      started.finishAtMs,
    ]);
    expect(active().length).toBe(1);
    pass(500);
    expect(active().length).toBe(0);
    expect(world.state.activities.slice(-3).map((activity) => activity.kind)).toEqual([
      'script-started',
      'script-finished',
      'alert-cleared',
    ]);
  });
  it('restarting does not end the complex story: the patches stay failed', () => {
    const { pass, device, run } = worldAt();
    const retry = run('ACME-DC01', 'retry-failed-patches');
    pass(1_000);
    expect(retry.exitCode).toBe(1);
    expect(device('ACME-DC01').patches.filter((patch) => patch.status === 'failed').length).toBe(3);
  });
  it('free-disk-space gives back what is there: enough on one machine, not on the other', () => {
    const { world, pass, device, run, active } = worldAt();
    for (const story of [stories['disk-cleanable'], stories['disk-stuck']]) {
      world.raiseAlert(device(story.device), story.kind, { ...story.data });
      run(story.device, 'free-disk-space', { keepDays: '14' }, story.device);
    }
    pass(1_000);
    pass(500);
    expect(active().map((alert) => world.device(alert.deviceId)?.name)).toEqual(['NORTH-FS01']);
    run('NORTH-WS-003', 'free-disk-space', {}, 'again');
    const before = device('NORTH-WS-003').disks[0]?.freeBytes;
    pass(1_000);
    expect(device('NORTH-WS-003').disks[0]?.freeBytes).toBe(before);
  });
  it('a service that does not exist fails with an exit code and changes nothing', () => {
    const { pass, device, run } = worldAt();
    const before = JSON.stringify(device('ACME-WS-014').services);
    const failed = run('ACME-WS-014', 'restart-service', { service: 'NoSuch' });
    pass(1_000);
    expect(failed.exitCode).toBe(2);
    expect(JSON.stringify(device('ACME-WS-014').services)).toBe(before);
  });
  it('waits for a device that is offline', () => {
    const { pass, device, run } = worldAt();
    device('ACME-WS-014').isOnline = false;
    const waiting = run('ACME-WS-014', 'collect-diagnostics');
    pass(60_000);
    expect(waiting.state).toBe('queued');
    device('ACME-WS-014').isOnline = true;
    pass(1);
    expect(waiting.state).toBe('finished');
  });
  it('the ledger tells a script that ran twice from one that was accepted once', () => {
    const { ledger, pass, run } = worldAt();
    run('ACME-WS-014', 'collect-diagnostics', {}, 'once');
    run('ACME-WS-014', 'collect-diagnostics', {}, 'twice');
    run('ACME-WS-014', 'collect-diagnostics', {}, 'twice');
    expect(ledger.executionsByTag()).toEqual({});
    pass(1_000);
    pass(1_000);
    expect(ledger.executionsByTag()).toEqual({ once: 1, twice: 2 });
    expect(ledger.lines().filter((line) => line.what === 'accepted').length).toBe(3);
  });
});

describe('alerts', () => {
  it('every story raises an alert whose condition does not hold yet', () => {
    for (const story of Object.values(stories)) {
      const { world, pass, device, active } = worldAt();
      world.raiseAlert(device(story.device), story.kind, { ...story.data });
      pass(60_000);
      expect(active().length, story.device).toBe(1);
    }
  });
  it('a reset while the condition still fails fires again, once, as a new alert', () => {
    const { world, pass, device, active } = worldAt();
    const first = world.raiseAlert(device('BRIGHT-WS-005'), 'service.stopped', { service: 'Spooler' });
    world.clearAlert(first, 'by hand');
    pass(499);
    expect(active().length).toBe(0);
    pass(1);
    expect(active().map((alert) => alert.uid)).not.toContain(first.uid);
    pass(60_000);
    expect(active().length).toBe(1);
  });
  it('one that cleared for good does not come back when the device breaks again for another reason', () => {
    const { world, pass, device, active, run } = worldAt();
    world.raiseAlert(device('BRIGHT-WS-005'), 'service.stopped', { service: 'Spooler' });
    run('BRIGHT-WS-005', 'restart-service', { service: 'Spooler' });
    pass(1_000);
    pass(500);
    expect(active().length).toBe(0);
    world.raiseAlert(device('BRIGHT-WS-005'), 'service.stopped', { service: 'Spooler' });
    pass(60_000);
    expect(active().length).toBe(1);
  });
});

describe('tickets', () => {
  it('closes and opens by the status of its own board, and tells everybody who listens', () => {
    const { world } = worldAt();
    const heard: string[] = [];
    world.onEvent((event) => heard.push(event.type));
    const ticket = world.addTicket({ title: 'x', clientId: 11 }, 'mreyes');
    expect([ticket.boardId, ticket.statusId, ticket.version]).toEqual([1, 101, 1]);
    world.updateTicket(ticket, { statusId: 105 }, 'mreyes');
    expect(ticket.closedAtMs).toBe(start);
    world.updateTicket(ticket, { statusId: 102 }, 'mreyes');
    expect(ticket.closedAtMs).toBeNull();
    const note = world.addNote(ticket, { visibility: 'internal', text: 'seen' }, 'mreyes');
    expect([note.visibility, note.notified, note.authorId]).toEqual(['internal', false, 24]);
    expect(heard).toEqual(['ticket-added', 'ticket-updated', 'ticket-updated', 'ticket-updated']);
    expect(ticket.version).toBe(4);
  });
});
