import { describe, expect, it } from 'vitest';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { handleAlert, handleTicket } from './handle-event.ts';
import { alertOf, createTestSite, incidentDeps, readAll, type TestSite, ticketOf } from './testing/incident-fixture.ts';
import type { ReadTicket } from './vendor-facts.ts';

const database = testDatabase();
const deps = incidentDeps(database);
const take = (site: TestSite, ticket: ReadTicket, change = 'created') =>
  handleTicket(site.tenant, { connectionId: site.connectionId, ticket, change }, deps);

describe('a ticket', () => {
  it('created once starts one run, however often and at once we hear of it', async () => {
    const site = await createTestSite(database);
    await Promise.all(Array.from({ length: 20 }, () => take(site, ticketOf('t1'))));
    const { tickets, runs } = await readAll(database, site);
    expect([tickets.length, runs.length]).toEqual([1, 1]);
    expect(runs[0]).toMatchObject({
      ticketId: tickets[0]?.id,
      clientId: site.clientId,
      eventKey: `ticket:${tickets[0]?.id}`,
    });
    expect(runs[0]?.facts).toMatchObject({
      ticket: { id: tickets[0]?.id, status: 'New' },
      alert: null,
      incident: null,
    });
  });

  it('updated, closed, or about something else starts nothing', async () => {
    const site = await createTestSite(database);
    await take(site, ticketOf('t1'), 'updated');
    await take(site, ticketOf('t2', { isClosed: true }));
    await take(site, ticketOf('t3', { title: 'Something else' }));
    const { tickets, runs } = await readAll(database, site);
    expect([tickets.length, runs.length]).toEqual([3, 0]);
  });

  it('is not set back by an older picture of it', async () => {
    const site = await createTestSite(database);
    await take(
      site,
      ticketOf('t1', { status: { id: 's2', name: 'Done' }, updatedAt: '2026-11-20T10:00:00.000Z' }),
      'updated',
    );
    await take(site, ticketOf('t1', { updatedAt: '2026-11-20T09:00:00.000Z' }), 'updated');
    expect((await readAll(database, site)).tickets[0]?.status).toBe('Done');
  });

  it('that one of our runs made is linked to its incident and starts nothing', async () => {
    const site = await createTestSite(database);
    const { incidentId, started } = await handleAlert(
      site.tenant,
      { connectionId: site.connectionId, alert: alertOf('a1') },
      deps,
    );
    const externalKey = `mspclaw:${started?.runs[0]?.runId}:created:1`;
    await take(site, ticketOf('t1', { externalKey, client: null }));
    const { tickets, runs } = await readAll(database, site);
    expect(tickets[0]).toMatchObject({ incidentId, deviceId: site.deviceId, clientId: site.clientId });
    expect(runs).toHaveLength(1);
  });

  it("with the key of another tenant's run is linked to nothing and still starts nothing", async () => {
    const [site, other] = [await createTestSite(database), await createTestSite(database)];
    const { started } = await handleAlert(
      other.tenant,
      { connectionId: other.connectionId, alert: alertOf('a1') },
      deps,
    );
    await take(site, ticketOf('t1', { externalKey: `mspclaw:${started?.runs[0]?.runId}:created:1` }));
    await take(site, ticketOf('t2', { externalKey: "mspclaw:'; DROP TABLE run:x:1" }));
    const { tickets, runs } = await readAll(database, site);
    expect(tickets.map((ticket) => ticket.incidentId)).toEqual([null, null]);
    expect(runs).toHaveLength(0);
  });

  it('closed by a person ends the incident that was handed to them', async () => {
    const site = await createTestSite(database);
    const { started } = await handleAlert(site.tenant, { connectionId: site.connectionId, alert: alertOf('a1') }, deps);
    const externalKey = `mspclaw:${started?.runs[0]?.runId}:created:1`;
    await take(site, ticketOf('t1', { externalKey }));
    await database.withTenant(site.tenant, async (db) => {
      await db.run.updateMany({ data: { status: 'escalated' } });
      await db.incident.updateMany({ data: { status: 'escalated' } });
    });
    await take(site, ticketOf('t1', { externalKey, isClosed: true, updatedAt: '2026-11-20T12:00:00.000Z' }), 'updated');
    const { incidents } = await readAll(database, site);
    expect(incidents.map((incident) => incident.status)).toEqual(['resolved']);
  });
});
