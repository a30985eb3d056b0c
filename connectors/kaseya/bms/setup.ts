// What a tenant calls things: statuses, priorities, note types. Nothing is known beforehand.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Status, VendorPriority } from '#connectors/sdk/nouns.ts';
import { priorityOf } from '#connectors/sdk/tickets/pick-status.ts';
import { type BmsContext, lookUp, readBms } from './client.ts';
import type { TicketFacts } from './transform.ts';
import { type LookupRow, lookupShape, noteTemplateShape, userInfoShape } from './vendor-shapes.ts';

/** BMS does not tell which statuses complete a ticket; these names do. Others are mapped by a person. */
const closingNames = /^(completed?|closed?|resolved|done|auto-?resolved)\b/i;

export async function listStatuses(context: BmsContext): Promise<Status[]> {
  const rows = await lookUp(context, lookupShape, { path: '/system/statuses/lookup', action: 'read the statuses' });
  return rows
    .filter(({ IsActive }) => IsActive !== false)
    .map(({ Id, Name }) => ({
      id: String(Id),
      name: Name || String(Id),
      board: null,
      isClosed: closingNames.test(Name ?? ''),
      isDefault: false,
    }));
}

/** BMS keeps no order of urgency. */
export async function listPriorities(context: BmsContext): Promise<VendorPriority[]> {
  const rows = await lookUp(context, lookupShape, { path: '/system/priorities/lookup', action: 'read the priorities' });
  return rows.map(({ Id, Name, IsDefault }) => ({
    id: String(Id),
    name: Name || String(Id),
    rank: null,
    isDefault: IsDefault === true,
  }));
}

/** By number or by name. @throws ConnectorError `invalid-input` that lists what there is */
export function pickByName(rows: readonly LookupRow[], wanted: string, what: string): LookupRow {
  const plain = wanted.trim().toLowerCase();
  const found =
    rows.find(({ Id }) => String(Id) === plain) ?? rows.find(({ Name }) => Name?.trim().toLowerCase() === plain);
  if (found) return found;
  const known = rows.flatMap(({ Name }) => (Name ? [`"${Name}"`] : [])).slice(0, 30);
  throw new ConnectorError(
    'invalid-input',
    `There is no ${what} "${wanted.slice(0, 60)}" in BMS; there are ${known.join(', ') || 'none'}.`,
  );
}

/** The one that is marked as the default, or the only one. @throws ConnectorError `invalid-input` */
export function pickDefault(rows: readonly LookupRow[], what: string): number {
  const usable = rows.filter(({ IsActive }) => IsActive !== false);
  const found = usable.find(({ IsDefault }) => IsDefault) ?? (usable.length === 1 ? usable[0] : undefined);
  if (found) return found.Id;
  throw new ConnectorError('invalid-input', `BMS has no default ${what}. Mark one as the default in Admin.`);
}

/**
 * Every note has a type. It is the one set for the connection, else that of a note template, else that of the ticket's own
 * notes. @throws ConnectorError `invalid-input` when none of them tells
 */
export async function noteType(
  context: BmsContext,
  isInternal: boolean,
  seen: readonly (number | null | undefined)[],
): Promise<number> {
  if (context.settings.noteType !== null) return Number(context.settings.noteType);
  const templates = await lookUp(context, noteTemplateShape, {
    path: '/servicedesk/templates/notes/lookup',
    action: 'read the note templates',
  });
  const typed = templates.filter(({ TypeId }) => typeof TypeId === 'number' && TypeId > 0);
  const template = typed.find(({ IsInternal }) => IsInternal === isInternal) ?? typed[0];
  const found = template?.TypeId ?? seen.findLast((type) => typeof type === 'number' && type > 0);
  if (typeof found === 'number') return found;
  throw new ConnectorError(
    'invalid-input',
    'BMS wants a type for every note, and neither a note template nor the ticket tells one. Set "Type of notes" under Connections.',
  );
}

const oneDaySeconds = 86_400;

/** our own number: only what we wrote is taken for ours */
async function ownUser(context: BmsContext): Promise<number> {
  const stored = await context.token(`own-user:${context.settings.userName}`, async () => ({
    value: String((await readUserInfo(context)).UserId),
    expiresInSeconds: oneDaySeconds,
  }));
  return Number(stored);
}

export const readUserInfo = (context: BmsContext) =>
  readBms(context, userInfoShape, { path: '/security/userinfo', action: 'read who is signed in' });

export async function ticketFacts(context: BmsContext): Promise<TicketFacts> {
  return {
    ownUser: await ownUser(context),
    priorityOf: (id, name) => priorityOf({ id: String(id), name }, context.mapping),
  };
}
