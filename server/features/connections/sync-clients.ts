// The customers as one connection knows them, matched to ours: by identity, else by name without its legal form.
import type { Db } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import { storableText } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { confidenceOfClient } from '../identity/public.ts';
import {
  findClientIdentities,
  findClientNames,
  insertClient,
  saveClientIdentity,
  saveEngineer,
} from './connections.repository.ts';
import type { VendorClient, VendorMember } from './vendor-gateway.ts';

/** @returns vendor's id -> our client id, of those that are ours now */
export async function syncClients(
  tenant: TenantContext,
  db: Db,
  connectionId: string,
  clients: VendorClient[],
): Promise<Map<string, string>> {
  const known = await findClientIdentities(
    tenant,
    db,
    connectionId,
    clients.map((client) => client.id),
  );
  const ids = new Map(known.map((identity) => [identity.externalId, identity.clientId]));
  // a client that was merged leads to the one it turned out to be
  const byName = new Map(
    (await findClientNames(tenant, db)).map((client) => [plainName(client.name), client.mergedIntoId ?? client.id]),
  );
  for (const client of clients) {
    const name = storableText(client.name);
    let clientId = ids.get(client.id);
    let matchedBy: 'name' | 'new' = 'name';
    if (!clientId) {
      if (!client.isActive) continue;
      clientId = byName.get(plainName(name));
      if (!clientId) {
        clientId = (await insertClient(tenant, db, newId(), name)).id;
        matchedBy = 'new';
      }
      byName.set(plainName(name), clientId);
      ids.set(client.id, clientId);
    }
    const { id: externalId } = client;
    const match = { matchedBy, ...confidenceOfClient(matchedBy) };
    await saveClientIdentity(tenant, db, { id: newId(), clientId, connectionId, externalId, name, ...match });
  }
  return ids;
}

export async function syncMembers(tenant: TenantContext, db: Db, connectionId: string, members: VendorMember[]) {
  for (const { id: externalId, name, handle, email, isActive } of members) {
    await saveEngineer(tenant, db, {
      id: newId(),
      connectionId,
      externalId,
      name: storableText(name.trim() || handle),
      email,
      active: isActive,
    });
  }
}

/** "Acme Dental, Inc." and "ACME Dental" are one customer. */
export function plainName(name: string): string {
  const words = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ');
  const legalForms = new Set([
    'inc',
    'llc',
    'ltd',
    'limited',
    'gmbh',
    'ag',
    'corp',
    'corporation',
    'co',
    'plc',
    'bv',
    'sa',
  ]);
  while (words.length > 1 && legalForms.has(words.at(-1) ?? '')) words.pop();
  return words.join(' ');
}
