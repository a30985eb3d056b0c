// The calls of one playbook on the simulated stack: NinjaOne and ConnectWise PSA as their sandboxes speak them. What
// happened is read in the world both are views of.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxes } from '#connectors/registry.gen.ts';
import type { CapabilityName } from '#connectors/sdk/capability-contracts.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import type { CallOutcome, CapabilityCall } from '#server/engine/ports/capabilities.ts';
import type { Json } from '#server/engine/ports/run-records.ts';
import { createConnection } from '#server/features/connections/create-connection.ts';
import { syncConnection } from '#server/features/connections/sync-connection.ts';
import type { TicketHistory } from '#server/features/knowledge/import-closed-tickets.ts';
import { createPeoplePort } from '#server/features/people/people-port.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { type Bus, createBus } from './create-bus.ts';
import { registeredConnectors } from './registry.ts';
import { announceCall, createTestRun, testKeyring } from './testing/bus-harness.ts';

const database = testDatabase();
const keyring = testKeyring(database);
let sandbox: Sandbox;
let bus: Bus;
let tenant: TenantContext;
let runId: string;
let deviceId: string;
let clientId: string;

beforeAll(async () => {
  const vendors = await Promise.all(Object.values(sandboxes).map(async (load) => ({ dialect: await load() })));
  sandbox = await startSandbox({ vendors, dials: { scriptLagMs: 50, feedLagMs: 0, settleMs: 50 } });
  bus = createBus({ database, keyring, connectors: registeredConnectors, allowPrivateHosts: undefined });
  bus.history satisfies TicketHistory;
  tenant = await createTestOrg(database);
  const deps = { database, keyring, vendors: bus.gateway, baseUrl: 'http://127.0.0.1', now: () => new Date() };
  for (const [connector, name] of [
    ['connectwise/psa', 'ConnectWise'],
    ['ninjaone/rmm', 'NinjaOne'],
  ] as const) {
    const { settings, secrets } = sandbox.vendors[connector]?.connection() ?? {};
    const texts = (values: unknown) => values as Record<string, string>;
    const input = { connector, name, settings: texts(settings), secrets: texts(secrets), skipTest: false };
    const made = await createConnection(tenant, input, deps, { controlUrl: `${sandbox.control.origin}/__sandbox` });
    await syncConnection(tenant, made, deps);
  }
  const device = await database.withTenant(tenant, (db) =>
    db.device.findFirstOrThrow({ where: { name: 'ACME-WS-014' } }),
  );
  deviceId = device.id;
  clientId = device.clientId ?? '';
  runId = await createTestRun(database, tenant, { deviceId, clientId });
});
afterAll(async () => {
  await bus.close();
  await sandbox.close();
});

const announce = (capability: CapabilityName, args: Json, changes: Partial<CapabilityCall> = {}) =>
  announceCall(database, { tenant, runId }, capability, args, changes);

async function done(capability: CapabilityName, args: Json): Promise<Extract<CallOutcome, { kind: 'done' }>> {
  const outcome = await bus.capabilities.call(await announce(capability, args));
  if (outcome.kind !== 'done') throw new Error(`${capability}: ${JSON.stringify(outcome)}`);
  return outcome;
}
const worldDevice = () => {
  const device = sandbox.world.device('ACME-WS-014');
  if (!device) throw new Error('no such device in the world');
  return device;
};
const winRm = () => worldDevice().services.find((service) => service.name === 'WinRM')?.state;

describe('the simulated stack', () => {
  it('reads the device, restarts the service once, and reads the proof', async () => {
    sandbox.world.raiseAlert(worldDevice(), 'process.crash', {
      process: 'powershell.exe',
      service: 'WinRM',
      eventId: 1000,
    });
    expect(winRm()).toBe('stopped');
    const before = await done('device.status', { device: deviceId });
    expect(before.summary).toMatch(/^Read the state of ACME-WS-014: .*WinRM.*stopped|services stopped/);

    const call = await announce('script.run', {
      device: deviceId,
      script: 'restart-service',
      parameters: { service: 'WinRM' },
    });
    const started = await bus.capabilities.call(call);
    if (started.kind !== 'started') throw new Error(JSON.stringify(started));
    const result = await expect
      .poll(() => bus.capabilities.poll(call, started.job), { timeout: 15_000, interval: 100 })
      .toMatchObject({ kind: 'done', output: { outcome: 'success', exitCode: 0 } })
      .then(() => bus.capabilities.poll(call, started.job));
    expect(result).toHaveProperty('summary', expect.stringMatching(/^Ran restart-service on ACME-WS-014: exit 0/));
    expect(winRm()).toBe('running');
    expect(sandbox.ledger.executionsByTag()[call.tag]).toBe(1);

    const proof = await done('device.status', { device: deviceId });
    expect(proof.output).toMatchObject({ services: { winrm: { state: 'running' } } });
  });

  it('finds its own script run again by the tag, from nothing but the call', async () => {
    const call = await announce('script.run', {
      device: deviceId,
      script: 'restart-service',
      parameters: { service: 'Spooler' },
    });
    const notBefore = new Date().toISOString();
    expect(await bus.capabilities.reconcile(call, notBefore)).toEqual({ kind: 'not-sent' });
    await bus.capabilities.call(call);
    await expect
      .poll(() => bus.capabilities.reconcile(call, notBefore), { timeout: 15_000, interval: 200 })
      .toMatchObject({ kind: 'started' });
    // what is accepted shows before it is executed
    await expect.poll(() => sandbox.ledger.executionsByTag()[call.tag], { timeout: 15_000, interval: 200 }).toBe(1);
  });

  it('creates, notes, assigns and resolves a ticket, each in our ids and each kept as our copy', async () => {
    const created = await done('ticket.create', {
      client: clientId,
      title: 'PowerShell crashed on ACME-WS-014',
      note: { visibility: 'internal', body: 'WinRM was stopped.' },
    });
    const { id, externalId } = created.output as { id: string; externalId: string };
    expect(created.output).toMatchObject({ url: expect.not.stringContaining('redacted') });
    const inWorld = () => sandbox.world.state.tickets.find((ticket) => String(ticket.id) === externalId);
    expect(inWorld()).toMatchObject({ title: 'PowerShell crashed on ACME-WS-014' });
    expect(
      sandbox.world.state.notes.filter((one) => one.ticketId === inWorld()?.id).map((one) => one.visibility),
    ).toEqual(['internal']);

    await done('ticket.note.add', { ticket: id, note: { visibility: 'internal', body: 'Restarted it.' } });
    await database.withTenant(tenant, (db) =>
      db.engineer.updateMany({
        where: { name: { contains: 'Reyes' } },
        data: { tier: 'tier2', skills: ['PowerShell'] },
      }),
    );
    const people = createPeoplePort({ database });
    const chosen = await people.choose(
      { orgId: tenant.orgId, runId },
      { to: 'tier2', facts: { alert: { kind: 'process.crash', title: 'powershell.exe crashed' } } },
    );
    expect(chosen?.reasons).toEqual(['tier 2', 'knows PowerShell']);
    const assigned = await done('ticket.assign', { ticket: id, member: chosen?.engineerId ?? '' });
    expect(assigned.summary).toBe(`Assigned ticket #${externalId} to ${chosen?.name}`);
    const owner = sandbox.world.state.people.find((one) => one.id === inWorld()?.ownerId);
    expect(owner?.name).toBe(chosen?.name);

    await done('ticket.resolve', { ticket: id, note: { visibility: 'internal', body: 'Runs again.' } });
    expect(inWorld()?.closedAtMs).not.toBeNull();
    const copy = await database.withTenant(tenant, (db) => db.ticket.findFirstOrThrow({ where: { id } }));
    expect(copy).toMatchObject({
      isClosed: true,
      resolution: 'Runs again.',
      assignee: chosen?.name,
      clientId,
      deviceId,
    });
    // nothing that was meant for us went to the customer
    const notes = sandbox.world.state.notes.filter((one) => one.ticketId === inWorld()?.id);
    expect(notes.filter((one) => one.visibility === 'public' || one.notified)).toEqual([]);
  });

  it('a ticket whose answer was lost is found again and not made twice', async () => {
    const call = await announce('ticket.create', { client: clientId, title: 'Lost answer' });
    sandbox.vendors['connectwise/psa']?.addFault({
      kind: 'drop',
      when: 'after',
      method: 'POST',
      path: '/service/tickets',
      requests: 1,
    });
    expect(await bus.capabilities.call(call)).toMatchObject({ kind: 'error', maybeApplied: true });
    const found = await bus.capabilities.reconcile(call, new Date(Date.now() - 60_000).toISOString());
    expect(found).toMatchObject({ kind: 'done', output: { title: 'Lost answer' } });
    expect(sandbox.world.state.tickets.filter((ticket) => ticket.title === 'Lost answer')).toHaveLength(1);
  });

  it('gives the history of closed tickets to learn from, in our ids, page by page', async () => {
    const closed = sandbox.world.state.tickets.filter((ticket) => ticket.closedAtMs !== null);
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof bus.history.searchClosed>> = await bus.history.searchClosed(tenant, cursor);
      found.push(...page.items.map((ticket) => ticket.id));
      cursor = page.next;
    } while (cursor !== null);
    expect(found.length).toBe(closed.length);
    const copies = await database.withTenant(tenant, (db) =>
      db.ticket.count({ where: { id: { in: found }, isClosed: true } }),
    );
    expect(copies).toBe(found.length);
    const texts = await Promise.all(found.slice(0, 10).map((id) => bus.history.readNotes(tenant, id)));
    expect(texts.flat().some((note) => note.isResolution)).toBe(true);
  });
});
