// People at clients, from whatever a connection offers: the contacts of a PSA or a documentation tool, the users of a
// directory. Bounded: somebody's directory of half a million guests must not become our database.
import type { TenantContext } from '#server/platform/tenant.ts';
import { markGonePeople, syncPeople, type VendorPerson } from '../identity/public.ts';
import { allowedPages } from './allowed-pages.ts';
import type { SyncConnectionOutput } from './connection.schema.ts';
import { findClientIdentities, findListedClients } from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import type { VendorContact, VendorUser } from './vendor-gateway.ts';

const maxPeople = 20_000;
const maxPerClient = 5_000;

export async function syncConnectionPeople(
  tenant: TenantContext,
  connectionId: string,
  since: Date,
  deps: Pick<ConnectionsDeps, 'database' | 'vendors'>,
  skipped: string[],
): Promise<{ found: SyncConnectionOutput['people']; gone: number }> {
  const { database, vendors } = deps;
  const found = { seen: 0, added: 0, matched: 0, isCut: false };
  const take = async (people: VendorPerson[]) => {
    const done = await database.withTenant(tenant, async (db) => {
      const ids = [...new Set(people.flatMap(({ client }) => client?.id ?? []))];
      const clients = await findClientIdentities(tenant, db, connectionId, ids);
      const clientIds = new Map(clients.map((row) => [row.externalId, row.clientId]));
      return syncPeople(tenant, db, connectionId, people, clientIds);
    });
    found.seen += done.seen;
    found.added += done.added;
    found.matched += done.matched;
    found.isCut ||= found.seen >= maxPeople;
  };

  for await (const page of allowedPages(vendors.listContacts(tenant, connectionId), skipped)) {
    if (found.isCut) break;
    await take(page.map(ofContact));
  }
  const clients = await database.withTenant(tenant, (db) => findListedClients(tenant, db, connectionId));
  for (const client of clients) {
    let ofThisClient = 0;
    for await (const page of allowedPages(vendors.listUsers(tenant, connectionId, client.externalId), skipped)) {
      if (found.isCut) break;
      await take(page.map((user) => ofUser(user, { id: client.externalId, name: client.name })));
      ofThisClient += page.length;
      if (ofThisClient >= maxPerClient) {
        found.isCut = true;
        break;
      }
    }
    if (found.isCut) break;
  }
  // who was not read is not gone
  const isWhole = found.seen > 0 && !found.isCut && skipped.length === 0;
  const gone = isWhole
    ? await database.withTenant(tenant, (db) => markGonePeople(tenant, db, { connectionId, since }))
    : 0;
  return { found, gone };
}

const ofContact = (contact: VendorContact): VendorPerson => ({
  id: contact.id,
  name: contact.name,
  client: contact.client,
  email: contact.email,
  principalName: null,
  jobTitle: null,
  isActive: contact.isActive,
});

/** Ids of a directory are unique within their client. */
const ofUser = (user: VendorUser, client: { id: string; name: string }): VendorPerson => ({
  id: `${client.id}/${user.id}`.slice(0, 400),
  name: user.name,
  client,
  email: user.email,
  principalName: user.principalName,
  jobTitle: user.jobTitle,
  isActive: user.isEnabled,
});
