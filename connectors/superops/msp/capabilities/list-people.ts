// client.list, contact.list, member.list: page by page.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { SuperopsContext } from '../auth.ts';
import { clientList, clientUserList, technicianList } from '../collections.ts';
import { listPage } from '../lists.ts';

export async function listClient(
  context: SuperopsContext,
  input: CapabilityInput<'client.list'>,
): Promise<CapabilityOutput<'client.list'>> {
  const { items, next } = await listPage(context, clientList, input);
  return {
    items: items.map(({ accountId, name, stage }) => ({
      id: accountId,
      name: name ?? accountId,
      isActive: !/inactive/i.test(stage ?? ''),
    })),
    next,
  };
}

export async function listContact(
  context: SuperopsContext,
  input: CapabilityInput<'contact.list'>,
): Promise<CapabilityOutput<'contact.list'>> {
  const { items, next } = await listPage(context, clientUserList(input.client ?? null), input);
  return {
    items: items.map(({ userId, name, email, client }) => ({
      id: userId,
      name: name ?? email ?? userId,
      email: email ?? null,
      client,
      isActive: true,
    })),
    next,
  };
}

export async function listMember(
  context: SuperopsContext,
  input: CapabilityInput<'member.list'>,
): Promise<CapabilityOutput<'member.list'>> {
  const { items, next } = await listPage(context, technicianList, input);
  return {
    items: items.map(({ userId, name, email }) => ({
      id: userId,
      handle: email ?? userId,
      name: name ?? email ?? userId,
      email: email ?? null,
      isActive: true,
    })),
    next,
  };
}
