// The clocks over a real database: every change of a ticket leaves its trace, whoever wrote it.
import { describe, expect, it } from 'vitest';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { listServiceLevels, removeServiceLevel, saveServiceLevel } from './manage-service-levels.ts';
import type { SaveServiceLevelInput } from './service-level.schema.ts';
import { listClocks, readTicketClock, readTicketClocks } from './ticket-clocks.ts';

const database = testDatabase();
const always = Array.from({ length: 7 }, () => [{ from: 0, to: 1_440 }]);
const promise = (change: Partial<SaveServiceLevelInput> = {}): SaveServiceLevelInput => ({
  name: 'Standard',
  timeZone: 'UTC',
  week: always,
  holidays: [],
  targets: {
    critical: { response: 15, resolution: 60 },
    high: { response: 30, resolution: 120 },
    medium: { response: 60, resolution: 240 },
    low: { response: null, resolution: null },
  },
  pausedStages: ['waiting-customer'],
  staleAfterMinutes: 600,
  clientId: null,
  ...change,
});
const start = new Date('2026-11-20T08:00:00Z');
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const depsAt = (minutes: number) => ({ database, now: () => later(minutes) });

async function newOrg() {
  const tenant = await createTestOrg(database);
  const connectionId = newId();
  await database.withTenant(tenant, (db) =>
    db.connection.create({
      data: {
        orgId: tenant.orgId,
        id: connectionId,
        connector: 'toy/tool',
        name: 'PSA',
        ingestSecretHash: Buffer.alloc(32),
        ingestSecret: Buffer.alloc(1),
      },
    }),
  );
  return { tenant, connectionId };
}

async function newTicket(
  { tenant, connectionId }: { tenant: TenantContext; connectionId: string },
  change: object = {},
) {
  const id = newId();
  await database.withTenant(tenant, (db) =>
    db.ticket.create({
      data: {
        orgId: tenant.orgId,
        id,
        connectionId,
        externalId: id,
        title: 'Printer',
        status: 'New',
        stage: 'new',
        priority: 'high',
        openedAt: start,
        vendorAt: start,
        ...change,
      },
    }),
  );
  return id;
}
const change = (tenant: TenantContext, id: string, minutes: number, data: object) =>
  database.withTenant(tenant, (db) =>
    db.ticket.update({ where: { orgId_id: { orgId: tenant.orgId, id } }, data: { vendorAt: later(minutes), ...data } }),
  );

describe('clocks', () => {
  it('follow what was written of a ticket, by the vendor’s time', async () => {
    const org = await newOrg();
    await saveServiceLevel(org.tenant, promise(), depsAt(0));
    const ticketId = await newTicket(org);
    expect((await readTicketClock(org.tenant, { ticketId }, depsAt(10)))?.response).toMatchObject({
      state: 'running',
      usedMinutes: 10,
    });
    await change(org.tenant, ticketId, 20, { stage: 'in-progress', assignee: 'Mia' });
    await change(org.tenant, ticketId, 40, { stage: 'waiting-customer' });
    await change(org.tenant, ticketId, 41, { title: 'Printer on floor 2' });
    await change(org.tenant, ticketId, 100, { stage: 'in-progress' });
    const clock = await readTicketClock(org.tenant, { ticketId }, depsAt(110));
    expect(clock?.response).toMatchObject({ state: 'met', usedMinutes: 20 });
    expect(clock?.resolution).toMatchObject({ state: 'running', usedMinutes: 50, dueAt: later(180) });
    const changes = await database.withTenant(org.tenant, (db) => db.ticketStageChange.count({ where: { ticketId } }));
    expect(changes, 'a change of the title alone is none').toBe(4);
  });

  it('of a client with a promise of its own go by that one', async () => {
    const org = await newOrg();
    const clientId = newId();
    await database.withTenant(org.tenant, (db) =>
      db.client.create({ data: { orgId: org.tenant.orgId, id: clientId, name: 'Acme' } }),
    );
    await saveServiceLevel(org.tenant, promise(), depsAt(0));
    await saveServiceLevel(
      org.tenant,
      promise({ name: 'Gold', clientId, targets: { ...promise().targets, high: { response: 5, resolution: 10 } } }),
      depsAt(0),
    );
    const [gold, other] = [await newTicket(org, { clientId }), await newTicket(org)];
    const state = async (ticketId: string) =>
      (await readTicketClock(org.tenant, { ticketId }, depsAt(6)))?.response.state;
    expect([await state(gold), await state(other)]).toEqual(['late', 'running']);
  });

  it('are listed late first, then by what runs out first, and counted', async () => {
    const org = await newOrg();
    await saveServiceLevel(org.tenant, promise(), depsAt(0));
    const low = await newTicket(org, { priority: 'low' });
    const late = await newTicket(org, { priority: 'critical' });
    const soon = await newTicket(org, { priority: 'high' });
    await newTicket(org, { isClosed: true, stage: 'closed' });
    const { items, counts } = await listClocks(org.tenant, { view: 'all', limit: 50 }, depsAt(25));
    expect(items.map(({ ticket }) => ticket.id)).toEqual([late, soon, low]);
    expect(counts).toEqual({ late: 1, soon: 1, stale: 0, open: 3 });
    const stale = await listClocks(org.tenant, { view: 'stale', limit: 50 }, depsAt(600));
    expect(stale.items).toHaveLength(3);
  });

  it('are searched like the tickets, and the counts follow', async () => {
    const org = await newOrg();
    await saveServiceLevel(org.tenant, promise(), depsAt(0));
    const wanted = await newTicket(org, { title: 'VPN drops' });
    await newTicket(org);
    const found = await listClocks(org.tenant, { view: 'all', q: 'vpn', limit: 50 }, depsAt(1));
    expect(found.items.map(({ ticket }) => ticket.id)).toEqual([wanted]);
    expect(found).toMatchObject({ isPromised: true, counts: { open: 1 } });
  });

  it('of the rows of a list are told in one answer, closed ones too, and another org’s not at all', async () => {
    const [org, other] = [await newOrg(), await newOrg()];
    for (const one of [org, other]) await saveServiceLevel(one.tenant, promise(), depsAt(0));
    const closed = await newTicket(org, { isClosed: true, stage: 'closed', closedAt: later(10) });
    const [open, theirs] = [await newTicket(org), await newTicket(other)];
    const clocks = await readTicketClocks(org.tenant, { ticketIds: [closed, open, theirs] }, depsAt(20));
    const states = Object.fromEntries(clocks.map(({ ticketId, clock }) => [ticketId, clock.resolution.state]));
    expect(states).toEqual({ [closed]: 'met', [open]: 'running' });
  });

  it('say by which promise they go, and where the ticket stands', async () => {
    const org = await newOrg();
    await saveServiceLevel(org.tenant, promise({ timeZone: 'Europe/Zurich' }), depsAt(0));
    const ticketId = await newTicket(org, { stage: 'waiting-customer' });
    expect(await readTicketClock(org.tenant, { ticketId }, depsAt(1))).toMatchObject({
      stage: 'waiting-customer',
      promise: { name: 'Standard', timeZone: 'Europe/Zurich' },
      resolution: { state: 'paused' },
    });
  });

  it('without a promise there are none', async () => {
    const org = await newOrg();
    const ticketId = await newTicket(org);
    expect(await readTicketClock(org.tenant, { ticketId }, depsAt(1))).toBeNull();
    expect(await listClocks(org.tenant, { view: 'all', limit: 50 }, depsAt(1))).toMatchObject({
      isPromised: false,
      items: [],
    });
  });
});

describe('promises', () => {
  it('are one per client: saving again writes over, and the audit log says who', async () => {
    const { tenant } = await newOrg();
    const first = await saveServiceLevel(tenant, promise(), depsAt(0));
    expect(await saveServiceLevel(tenant, promise({ name: 'Better' }), depsAt(1))).toEqual(first);
    expect((await listServiceLevels(tenant, depsAt(1))).map(({ name }) => name)).toEqual(['Better']);
    const entries = await database.withTenant(tenant, (db) =>
      db.auditEntry.findMany({ where: { targetKind: 'service-level' } }),
    );
    expect(entries.map(({ action }) => action)).toEqual(['save-service-level', 'save-service-level']);
  });

  it('of another org do not exist', async () => {
    const [mine, theirs] = [await newOrg(), await newOrg()];
    const { serviceLevelId } = await saveServiceLevel(theirs.tenant, promise(), depsAt(0));
    const ticketId = await newTicket(theirs);
    await expect(removeServiceLevel(mine.tenant, { serviceLevelId }, depsAt(0))).rejects.toThrow('No such');
    await expect(readTicketClock(mine.tenant, { ticketId }, depsAt(0))).rejects.toThrow('No such');
    await expect(saveServiceLevel(mine.tenant, promise({ clientId: newId() }), depsAt(0))).rejects.toThrow('No such');
    expect(await listServiceLevels(theirs.tenant, depsAt(0))).toHaveLength(1);
  });
});
