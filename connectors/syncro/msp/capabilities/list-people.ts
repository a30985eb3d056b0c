// client.list, contact.list, member.list.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { pageOfWhole } from '#connectors/sdk/http/paging.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { SyncroContext } from '../auth.ts';
import { syncro } from '../client.ts';
import { listPage } from '../lists.ts';
import { customerName } from '../transform.ts';
import { contactShape, customerShape, userShape } from '../vendor-shapes.ts';

export const customerList = { action: 'list the customers', path: '/customers', rows: 'customers', row: customerShape };

export async function listClient(
  context: SyncroContext,
  input: CapabilityInput<'client.list'>,
): Promise<CapabilityOutput<'client.list'>> {
  const { items, next } = await listPage(context, customerList, input);
  return {
    items: items.map((row) => ({ id: row.id, name: customerName(row) ?? row.id, isActive: row.disabled !== true })),
    next,
  };
}

export async function listContact(
  context: SyncroContext,
  input: CapabilityInput<'contact.list'>,
): Promise<CapabilityOutput<'contact.list'>> {
  const query = { customer_id: input.client ? numberPart(input.client, 'Syncro customer') : null };
  const list = { action: 'list the contacts', path: '/contacts', rows: 'contacts', row: contactShape, query };
  const { items, next } = await listPage(context, list, input);
  return {
    items: items.map(({ id, name, email, customer_id }) => ({
      id,
      name: name || email || id,
      email: email || null,
      client: customer_id === null ? null : { id: customer_id, name: null },
      isActive: true,
    })),
    next,
  };
}

/** Pairs of id and name, and nothing else. */
export async function listMember(
  context: SyncroContext,
  input: CapabilityInput<'member.list'>,
): Promise<CapabilityOutput<'member.list'>> {
  const { users } = await syncro.read(context, z.object({ users: z.array(userShape) }), {
    action: 'list the users',
    path: '/users',
  });
  const members = users.map(({ id, name }) => ({ id, handle: name, name, email: null, isActive: true }));
  return pageOfWhole(members, input);
}
