// client.list, contact.list, and member.list: technicians are nowhere listed, but named on the tickets they have.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pageOfWhole } from '#connectors/sdk/http/paging.ts';
import type { Member } from '#connectors/sdk/nouns.ts';
import type { AteraContext } from '../auth.ts';
import { listPage } from '../lists.ts';
import { recentTickets } from '../tickets.ts';
import { contactShape, customerShape } from '../vendor-shapes.ts';

export const customerList = { action: 'list the customers', path: '/customers', row: customerShape };
export const contactList = { action: 'list the contacts', path: '/contacts', row: contactShape };

export async function listClient(
  context: AteraContext,
  input: CapabilityInput<'client.list'>,
): Promise<CapabilityOutput<'client.list'>> {
  const { items, next } = await listPage(context, customerList, input);
  return {
    items: items.map((row) => ({ id: row.CustomerID, name: row.CustomerName ?? row.CustomerID, isActive: true })),
    next,
  };
}

export async function listContact(
  context: AteraContext,
  input: CapabilityInput<'contact.list'>,
): Promise<CapabilityOutput<'contact.list'>> {
  const { items, next } = await listPage(context, contactList, input);
  const own = items.filter((row) => !input.client || row.CustomerID === input.client);
  return {
    items: own.map((row) => ({
      id: row.EndUserID,
      name: [row.Firstname, row.Lastname].filter(Boolean).join(' ') || row.Email || row.EndUserID,
      email: row.Email || null,
      client: row.CustomerID === null ? null : { id: row.CustomerID, name: row.CustomerName ?? null },
      isActive: row.Archived !== true,
    })),
    next,
  };
}

export async function listMember(
  context: AteraContext,
  input: CapabilityInput<'member.list'>,
): Promise<CapabilityOutput<'member.list'>> {
  const members = new Map<string, Member>();
  for (const row of await recentTickets(context)) {
    const id = row.TechnicianContactID;
    if (id === null || members.has(id)) continue;
    const email = row.TechnicianEmail || null;
    members.set(id, { id, handle: email ?? id, name: row.TechnicianFullName ?? email ?? id, email, isActive: true });
  }
  if (members.size === 0) {
    throw new ConnectorError(
      'unsupported',
      'Atera lists no technicians; they are learned from the tickets they have, and no recent ticket has one.',
    );
  }
  return pageOfWhole(
    [...members.values()].sort((a, b) => Number(a.id) - Number(b.id)),
    input,
  );
}
