// Several connections could do it: which one does, and that a question about what was sent goes to where it was sent.
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector } from '#connectors/sdk/connector.ts';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import { type Bus, createBus } from './create-bus.ts';
import { createBusHarness, type OrgFixture, testKeyring } from './testing/bus-harness.ts';
import { startTestVendor, type TestVendor, testConnector } from './testing/test-vendor.ts';

const database = testDatabase();
const keyring = testKeyring(database);
const harness = createBusHarness(database, keyring);
/** a monitoring tool that has tickets too, and a service desk */
const monitoring: Connector = testConnector;
const desk: Connector = { ...testConnector, id: 'testvendor/desk', systems: ['psa', 'rmm'] };
let tool: TestVendor;
let service: TestVendor;
let bus: Bus;
let org: OrgFixture;
let deskId: string;

beforeAll(async () => {
  [tool, service] = [await startTestVendor(), await startTestVendor()];
  const connectors = { [monitoring.id]: monitoring, [desk.id]: desk };
  bus = createBus({ database, keyring, connectors, allowPrivateHosts: undefined });
});
afterAll(async () => {
  await bus.close();
  await harness.bus.close();
  await tool.close();
  await service.close();
});
beforeEach(async () => {
  tool.restore();
  service.restore();
  org = await harness.org(tool.origin);
  const other = await harness.org(service.origin);
  deskId = newId();
  const { orgId } = org.tenant;
  const { secrets: _secrets, ...row } = await database.withTenant(other.tenant, (db) =>
    db.connection.findFirstOrThrow({}),
  );
  const sealed = await keyring.seal(
    org.tenant,
    { table: 'connection', row: deskId, column: 'secrets' },
    JSON.stringify({ key: 'sk_another_key', hookSecret: 'hook-secret-0123456789' }),
  );
  await database.withTenant(org.tenant, async (db) => {
    const settings = { baseUrl: service.origin };
    await db.connection.create({
      data: { ...row, orgId, id: deskId, connector: desk.id, name: 'The desk', settings, secrets: sealed },
    });
    const identity = { clientId: org.clientId, connectionId: deskId, externalId: 'c1', name: 'Acme' };
    await db.clientIdentity.create({ data: { orgId, ...identity } });
  });
});

const setStatus = (id: string, status: 'healthy' | 'failing') =>
  database.withTenant(org.tenant, (db) => db.connection.updateMany({ where: { id }, data: { status } }));
const newTicket = () => harness.call(org, 'ticket.create', { client: org.clientId, title: 'Disk full' });

describe('a new ticket', () => {
  it('goes to the service desk, and not to a tool that has tickets too, however the desk is', async () => {
    await setStatus(deskId, 'failing');
    await setStatus(org.connectionId, 'healthy');
    const before = [tool.count('POST', '/tickets'), service.count('POST', '/tickets')];
    expect(await bus.capabilities.call(await newTicket())).toMatchObject({ kind: 'done' });
    expect([tool.count('POST', '/tickets'), service.count('POST', '/tickets')]).toEqual([
      before[0],
      (before[1] ?? 0) + 1,
    ]);
  });

  it('of a client that the desk does not know goes nowhere', async () => {
    await database.withTenant(org.tenant, (db) => db.clientIdentity.deleteMany({ where: { connectionId: deskId } }));
    const before = tool.count('POST', '/tickets');
    expect(await bus.capabilities.call(await newTicket())).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('is not known to "The desk"'),
    });
    expect(tool.count('POST', '/tickets')).toBe(before);
  });
});

describe('whether something was done', () => {
  it('is asked where it was sent, however that connection is meanwhile', async () => {
    const deviceAt = { deviceId: org.deviceId, connectionId: deskId, externalId: 'd1' };
    await database.withTenant(org.tenant, (db) =>
      db.deviceIdentity.create({ data: { orgId: org.tenant.orgId, ...deviceAt } }),
    );
    await setStatus(deskId, 'failing');
    await setStatus(org.connectionId, 'healthy');
    const notBefore = new Date().toISOString();
    const call = await harness.call(org, 'script.run', { device: org.deviceId, script: 'restart-service' });
    // it arrives, and its answer is lost
    tool.misbehave('/devices/d1/run', (_arrival, _response, request) => request.socket.destroy());
    expect(await bus.capabilities.call(call)).toMatchObject({ kind: 'error', maybeApplied: true });
    await setStatus(deskId, 'healthy');
    await setStatus(org.connectionId, 'failing');
    const question = `/find?tag=${encodeURIComponent(call.tag)}`;
    const known = (job: number | null) => (_arrival: unknown, response: ServerResponse) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ job }));
    tool.misbehave(question, known(7));
    service.misbehave(question, known(null));
    expect(await bus.capabilities.reconcile(call, notBefore)).toMatchObject({
      kind: 'started',
      job: { connectionId: org.connectionId },
    });
    expect(service.count('GET', question)).toBe(0);
  });

  it('is nobody’s to say where that connection is switched off', async () => {
    const notBefore = new Date().toISOString();
    const call = await newTicket();
    expect(await bus.capabilities.call(call)).toMatchObject({ kind: 'done' });
    await database.withTenant(org.tenant, (db) =>
      db.connection.updateMany({ where: { id: deskId }, data: { status: 'disabled' } }),
    );
    expect(await bus.capabilities.reconcile(call, notBefore)).toMatchObject({ kind: 'error' });
  });
});
