// Technicians, and the people at organizations who may report a ticket: contacts, and end users who can sign in.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Contact, Member } from '#connectors/sdk/nouns.ts';
import type { NinjaContext } from './auth.ts';
import { readList } from './client.ts';
import type { OrganizationNames } from './device-transform.ts';
import { type ContactRow, contactShape, type UserRow, userShape } from './ticket-shapes.ts';
import { readTicketing } from './ticketing.ts';

const listUsers = (context: NinjaContext, userType: 'TECHNICIAN' | 'END_USER'): Promise<UserRow[]> =>
  readList(context, z.array(userShape), { path: '/v2/users', query: { userType }, action: 'list the users' });

export const listTechnicians = (context: NinjaContext): Promise<UserRow[]> => listUsers(context, 'TECHNICIAN');

export function nameOf(person: Pick<ContactRow, 'firstName' | 'lastName' | 'displayName' | 'email'>): string {
  const name = [person.firstName, person.lastName].filter(Boolean).join(' ').trim();
  return name || person.displayName || person.email || 'unnamed';
}

export function toMember(user: UserRow): Member {
  const email = user.email || null;
  const id = String(user.id);
  return { id, handle: email ?? id, name: nameOf(user), email, isActive: user.enabled !== false };
}

/** By id, e-mail address or name. @throws ConnectorError `invalid-input` */
export async function requireTechnician(context: NinjaContext, wanted: string): Promise<UserRow> {
  const plain = wanted.trim().toLowerCase();
  const users = await listTechnicians(context);
  const found =
    users.find(({ id }) => String(id) === plain) ??
    users.find((user) => [user.email, nameOf(user)].some((word) => word?.toLowerCase() === plain));
  const shown = wanted.slice(0, 60);
  if (!found) throw new ConnectorError('invalid-input', `NinjaOne has no technician "${shown}".`);
  if (found.enabled === false)
    throw new ConnectorError('invalid-input', `The technician "${shown}" is disabled in NinjaOne.`);
  return found;
}

/** Contacts have a list of their own; on instances that are not there yet it is Ticketing's. */
export async function listContacts(context: NinjaContext, organizations: OrganizationNames): Promise<Contact[]> {
  const contacts = await readList(context, z.array(contactShape), {
    path: '/v2/contacts',
    action: 'list the contacts',
  }).catch((error: unknown) => {
    if (!(error instanceof ConnectorError) || error.kind !== 'unsupported') throw error;
    const call = { path: '/v2/ticketing/contact/contacts', action: 'list the contacts' };
    return readTicketing(context, z.array(contactShape), call);
  });
  const users = (await listUsers(context, 'END_USER')).flatMap(({ uid, ...user }) => (uid ? [{ ...user, uid }] : []));
  const people = [
    ...contacts.map((row) => toContact(row, true, organizations)),
    ...users.map((user) => toContact(user, user.enabled !== false, organizations)),
  ];
  return [...new Map(people.map((person) => [person.id, person])).values()];
}

function toContact(
  row: Omit<ContactRow, 'clientId' | 'displayName'> & Partial<ContactRow>,
  isActive: boolean,
  organizations: OrganizationNames,
): Contact {
  const client = row.organizationId ?? row.clientId;
  return {
    // the uid: what a ticket names its requester by
    id: row.uid,
    name: nameOf({ displayName: null, ...row }),
    email: row.email || null,
    client: client ? { id: String(client), name: organizations.get(client) ?? null } : null,
    isActive,
  };
}
