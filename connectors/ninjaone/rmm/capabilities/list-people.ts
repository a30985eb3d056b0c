// member.list and contact.list; NinjaOne gives both whole.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { pageOfWhole } from '#connectors/sdk/http/paging.ts';
import type { NinjaContext } from '../auth.ts';
import { organizationNames } from '../organizations.ts';
import { listContacts, listTechnicians, toMember } from '../people.ts';

export const listMember = async (
  context: NinjaContext,
  input: CapabilityInput<'member.list'>,
): Promise<CapabilityOutput<'member.list'>> => pageOfWhole((await listTechnicians(context)).map(toMember), input);

export async function listContact(
  context: NinjaContext,
  input: CapabilityInput<'contact.list'>,
): Promise<CapabilityOutput<'contact.list'>> {
  const contacts = await listContacts(context, await organizationNames(context));
  return pageOfWhole(
    contacts.filter(({ client }) => !input.client || client?.id === input.client),
    input,
  );
}
