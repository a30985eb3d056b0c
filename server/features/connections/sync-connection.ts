// Pulls what a connection knows: customers, technicians, devices, people at clients. Page by page, each page in a transaction of its own,
// so that it may be stopped anywhere and run again.
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { syncDevices } from '../devices/public.ts';
import { markGoneClients, markGoneDevices } from '../identity/public.ts';
import { allowedPages } from './allowed-pages.ts';
import type { ConnectionInput, SyncConnectionOutput } from './connection.schema.ts';
import { findConnection, retireEngineers } from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { scheduleSync } from './schedule-sync.ts';
import { syncClients, syncMembers } from './sync-clients.ts';
import { syncConnectionPeople } from './sync-connection-people.ts';
import type { VendorClient, VendorDevice } from './vendor-gateway.ts';

export async function syncConnection(
  tenant: TenantContext,
  input: ConnectionInput,
  deps: Pick<ConnectionsDeps, 'database' | 'vendors' | 'afterSync'>,
): Promise<SyncConnectionOutput> {
  const { database, vendors } = deps;
  const connectionId = input.connectionId;
  const row = await database.withTenant(tenant, (db) => findConnection(tenant, db, connectionId));
  if (!row) throw notFound('connection');
  const since = new Date();
  const result: SyncConnectionOutput = {
    clients: 0,
    engineers: 0,
    devices: { seen: 0, added: 0, matched: 0 },
    people: { seen: 0, added: 0, matched: 0, isCut: false },
    gone: 0,
    skipped: [],
  };
  const { skipped } = result;
  for await (const page of allowedPages(vendors.listClients(tenant, connectionId), skipped)) {
    result.clients += (await database.withTenant(tenant, (db) => syncClients(tenant, db, connectionId, page))).size;
  }
  const members: string[] = [];
  for await (const page of allowedPages(vendors.listMembers(tenant, connectionId), skipped)) {
    await database.withTenant(tenant, (db) => syncMembers(tenant, db, connectionId, page));
    members.push(...page.map((member) => member.id));
  }
  result.engineers = members.length;
  // an empty list is more likely a missing permission than an MSP without people
  if (skipped.length === 0 && members.length > 0)
    await database.withTenant(tenant, (db) => retireEngineers(tenant, db, connectionId, members));
  const seenClients = new Set<string>();
  for await (const page of allowedPages(vendors.listDevices(tenant, connectionId), skipped)) {
    const done = await database.withTenant(tenant, async (db) => {
      const clients = clientsOf(page);
      const clientIds = await syncClients(tenant, db, connectionId, clients);
      for (const id of clientIds.keys()) seenClients.add(id);
      return syncDevices(tenant, db, connectionId, page, clientIds);
    });
    result.devices.seen += page.length;
    result.devices.added += done.added;
    result.devices.matched += done.matched;
  }
  // what was not read to its end says nothing about what is not on it; an empty list is more likely a missing permission
  const listing = { connectionId, since };
  if (skipped.length === 0 && result.clients > 0) {
    result.gone += await database.withTenant(tenant, (db) => markGoneClients(tenant, db, listing));
  }
  if (skipped.length === 0 && result.devices.seen > 0) {
    result.gone += await database.withTenant(tenant, (db) => markGoneDevices(tenant, db, listing));
  }
  const people = await syncConnectionPeople(tenant, connectionId, since, deps, skipped);
  result.people = people.found;
  result.gone += people.gone;
  result.clients ||= seenClients.size;
  await database.withTenant(tenant, (db) =>
    writeAudit(tenant, db, {
      action: 'sync-connection',
      targetKind: 'connection',
      targetId: connectionId,
      detail: {
        clients: result.clients,
        engineers: result.engineers,
        devices: result.devices.seen,
        people: result.people.seen,
        gone: result.gone,
      },
    }),
  );
  await scheduleSync(tenant, database, connectionId);
  await deps.afterSync?.(tenant, connectionId);
  return result;
}

/** An RMM without a list of customers still names them on its devices. */
function clientsOf(devices: VendorDevice[]): VendorClient[] {
  const byId = new Map<string, VendorClient>();
  for (const { client } of devices) {
    if (client?.name) byId.set(client.id, { id: client.id, name: client.name, isActive: true });
  }
  return [...byId.values()];
}
