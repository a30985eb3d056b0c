// client.list, contact.list, member.list and device.list: pages as Autotask cuts them. Company 0 is the MSP itself.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { AutotaskContext } from '../auth.ts';
import { everything, type Filter, queryPage } from '../entity-query.ts';
import { companyNames } from '../record-names.ts';
import { toClient, toContact, toDevice, toMember } from '../transform.ts';
import { companyShape, configurationItemShape, contactShape, resourceShape } from '../vendor-shapes.ts';

export async function listClients(
  context: AutotaskContext,
  input: CapabilityInput<'client.list'>,
): Promise<CapabilityOutput<'client.list'>> {
  const query = {
    entity: 'Companies',
    shape: companyShape,
    filter: [everything],
    includeFields: ['id', 'companyName', 'isActive'],
    action: 'list the companies',
  };
  const { items, next } = await queryPage(context, query, input);
  return { items: items.map(toClient), next };
}

export async function listMembers(
  context: AutotaskContext,
  input: CapabilityInput<'member.list'>,
): Promise<CapabilityOutput<'member.list'>> {
  const query = {
    entity: 'Resources',
    shape: resourceShape,
    filter: [everything],
    includeFields: ['id', 'userName', 'firstName', 'lastName', 'email', 'isActive'],
    action: 'list the resources',
  };
  const { items, next } = await queryPage(context, query, input);
  return { items: items.map(toMember), next };
}

export async function listContacts(
  context: AutotaskContext,
  input: CapabilityInput<'contact.list'>,
): Promise<CapabilityOutput<'contact.list'>> {
  const query = {
    entity: 'Contacts',
    shape: contactShape,
    filter: [ofCompany(input.client)],
    includeFields: ['id', 'companyID', 'firstName', 'lastName', 'emailAddress', 'isActive'],
    action: 'list the contacts',
  };
  const { items, next } = await queryPage(context, query, input);
  const companies = await companyNames(
    context,
    items.map((row) => row.companyID),
  );
  const named = items.map((row) => {
    const contact = toContact(row);
    const client = contact.client && { ...contact.client, name: companies.get(Number(contact.client.id)) ?? null };
    return { ...contact, client };
  });
  return { items: named, next };
}

export async function listDevices(
  context: AutotaskContext,
  input: CapabilityInput<'device.list'>,
): Promise<CapabilityOutput<'device.list'>> {
  const query = {
    entity: 'ConfigurationItems',
    shape: configurationItemShape,
    filter: [ofCompany(input.client), { op: 'eq', field: 'isActive', value: true }] satisfies Filter[],
    action: 'list the configuration items',
  };
  const { items, next } = await queryPage(context, query, input);
  const companies = await companyNames(
    context,
    items.map((row) => row.companyID),
  );
  return { items: items.map((row) => toDevice(row, companies)), next };
}

/** "0" is a company like any other */
const ofCompany = (client: string | null | undefined): Filter =>
  client === null || client === undefined
    ? everything
    : { op: 'eq', field: 'companyID', value: Number(numberPart(client, 'company')) };
