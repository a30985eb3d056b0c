// Finding people and groups before something is done to them, and the refusals that save a call.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { GraphContext } from './auth.ts';
import { readGraph } from './client.ts';
import { type GraphGroup, type GraphUser, groupShape, userShape } from './vendor-shapes.ts';

export const userFields = [
  'id',
  'displayName',
  'userPrincipalName',
  'mail',
  'accountEnabled',
  'usageLocation',
  'assignedLicenses',
  'onPremisesSyncEnabled',
  'department',
  'jobTitle',
  'lastPasswordChangeDateTime',
] as const;
export const groupFields = [
  'id',
  'displayName',
  'description',
  'groupTypes',
  'mailEnabled',
  'onPremisesSyncEnabled',
] as const;

/** @throws ConnectorError `invalid-input` for any client but the tenant of this connection */
export function requireOwnClient(context: GraphContext, client: string | null | undefined): void {
  if (client === null || client === undefined || client.toLowerCase() === context.settings.tenant) return;
  throw new ConnectorError(
    'invalid-input',
    `This connection reaches the directory of tenant ${context.settings.tenant} and no other; "${client.slice(0, 60)}" needs a connection of its own.`,
  );
}

/** An object's id or a user principal name, as one part of a path; guests have "#EXT#" in theirs. @throws ConnectorError `invalid-input` */
export function userPart(user: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/^\.{0,2}$|^\$|[\u0000-\u0020\u007f/\\?]/.test(user)) {
    throw new ConnectorError(
      'invalid-input',
      `"${user.slice(0, 60)}" is neither the id nor the principal name of a user.`,
    );
  }
  return encodeURIComponent(user);
}

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** @throws ConnectorError `invalid-input` */
export function guidPart(id: string, what: string): string {
  if (guidPattern.test(id)) return id;
  throw new ConnectorError('invalid-input', `"${id.slice(0, 60)}" is not the id of a ${what}.`);
}

export const findUser = (
  context: GraphContext,
  user: string,
  fields: readonly string[] = userFields,
): Promise<GraphUser> =>
  readGraph(context, userShape, { action: 'read the user', path: `/users/${userPart(user)}`, select: fields });

/** @throws ConnectorError `unsupported`: Entra would refuse it, or the next synchronisation undo it */
export function requireCloudUser(user: GraphUser, what: string): void {
  if (user.onPremisesSyncEnabled !== true) return;
  throw new ConnectorError(
    'unsupported',
    `${user.userPrincipalName} is synchronised from a directory on premises, so it cannot be ${what} here. Do it in the Active Directory; Entra follows, usually within half an hour.`,
  );
}

export const findGroup = (context: GraphContext, group: string): Promise<GraphGroup> =>
  readGraph(context, groupShape, {
    action: 'read the group',
    path: `/groups/${guidPart(group, 'group')}`,
    select: groupFields,
  });

/** Why nobody can be put into this group or taken out of it here; null = it can be done. */
export function managedElsewhere(group: GraphGroup): string | null {
  const types = group.groupTypes ?? [];
  if (types.includes('DynamicMembership')) return 'a rule decides who is in it';
  if (group.onPremisesSyncEnabled === true) return 'it is synchronised from a directory on premises';
  if (group.mailEnabled === true && !types.includes('Unified')) return 'it is a mail list, which only Exchange changes';
  return null;
}
