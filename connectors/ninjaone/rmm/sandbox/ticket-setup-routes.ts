// Boards (saved views), statuses, forms, contacts and users.
import { z } from 'zod';
import type { SandboxAnswer, SandboxContext, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { appError } from './ninja-errors.ts';
import type { NinjaSandboxState } from './ninja-state.ts';
import { boardRow, contactUid, forms, statuses, statusView } from './ticket-rows.ts';

type Context = SandboxContext<NinjaSandboxState>;
type Handle = SandboxRoute<NinjaSandboxState>['handle'];
const ok = (json: unknown): SandboxAnswer => ({ status: 200, json });

const condition = (field: string, value: string) => ({ any: [], all: [{ field, operator: 'is', value }] });
const boards: { id: number; name: string; conditions: object; shows(ticket: WorldTicket): boolean }[] = [
  {
    id: 1,
    name: 'Unassigned tickets',
    conditions: condition('assignedAppUserId', '0'),
    shows: ({ ownerId }) => ownerId === null,
  },
  { id: 2, name: 'All tickets', conditions: { any: [], all: [] }, shows: () => true },
  {
    id: 4,
    name: 'Open tickets',
    conditions: condition('status', '2000'),
    shows: (ticket) => ticket.closedAtMs === null,
  },
];

const runShape = z.strictObject({
  sortBy: z
    .array(z.strictObject({ field: z.enum(['id', 'createTime', 'lastUpdated']), direction: z.enum(['ASC', 'DESC']) }))
    .default([]),
  // the names of its fields are written nowhere: whoever guesses one is refused
  filters: z.array(z.never()).default([]),
  pageSize: z.number().int().min(1).max(1_000).default(50),
  searchCriteria: z.string().max(512).default(''),
  includeColumns: z.array(z.string()).default([]),
  lastCursorId: z.number().int().default(0),
});

const runBoard: Handle = (request, context) => {
  const board = boards.find(({ id }) => String(id) === request.params.id);
  if (!board) return appError(404, 'BOARD_NOT_FOUND', 'Board not found');
  const given = runShape.safeParse(request.json());
  if (!given.success) return appError(400, 'FAILURE', given.error.issues[0]?.message ?? 'Bad request');
  const { sortBy, pageSize, searchCriteria, lastCursorId } = given.data;
  const ownOrder = { field: 'id', direction: 'ASC' } as const;
  const { field, direction } = (context.state.quirks.boardsIgnoreOrder ? undefined : sortBy[0]) ?? ownOrder;
  const keyOf = (ticket: WorldTicket) =>
    ({ id: ticket.id, createTime: ticket.createdAtMs, lastUpdated: ticket.updatedAtMs })[field];
  const sign = direction === 'ASC' ? 1 : -1;
  const rows = context.world.state.tickets
    .filter((ticket) => board.shows(ticket) && ticket.title.toLowerCase().includes(searchCriteria.toLowerCase()))
    .sort((a, b) => sign * (keyOf(a) - keyOf(b) || a.id - b.id));
  const from = rows.findIndex(({ id }) => id === lastCursorId) + 1;
  const page = rows.slice(from, from + pageSize);
  const metadata = {
    columns: ['id', 'summary', 'status'],
    sortBy: [{ field, direction }],
    attributes: {},
    filters: [],
    lastCursorId: page.at(-1)?.id ?? lastCursorId,
  };
  return ok({ data: page.map((ticket) => boardRow(ticket, context)), metadata });
};

const splitName = (name: string) => {
  const [firstName = '', ...rest] = name.split(' ');
  return { firstName, lastName: rest.join(' ') };
};

/** every second person at a client may sign in, and is a user then */
const isUser = ({ id }: { id: number }) => id % 2 === 0;

const listContacts =
  (clientField: 'organizationId' | 'clientId'): Handle =>
  (_request, { world }) =>
    ok(
      world.state.contacts
        .filter((contact) => !isUser(contact))
        .map((contact) => ({
          id: contact.id,
          uid: contactUid(contact),
          ...splitName(contact.name),
          email: contact.email,
          [clientField]: contact.clientId,
        })),
    );

const listUsers: Handle = (request, { world }: Context) => {
  const wanted = request.query.get('userType');
  const technicians = world.state.people.map(({ id, uid, name, email, isActive }) => ({
    id,
    uid,
    ...splitName(name),
    email,
    enabled: isActive,
    userType: 'TECHNICIAN',
  }));
  const endUsers = world.state.contacts.filter(isUser).map((contact) => ({
    id: contact.id + 1_000,
    uid: contactUid(contact),
    ...splitName(contact.name),
    email: contact.email,
    enabled: true,
    userType: 'END_USER',
    organizationId: contact.clientId,
  }));
  return ok([...technicians, ...endUsers].filter(({ userType }) => wanted === null || userType === wanted));
};

/** An instance without the add-on says so one way or the other. */
export const unlessWithoutAddOn =
  (handle: Handle): Handle =>
  (request, context) => {
    const { ticketing } = context.state.quirks;
    if (ticketing === 404) return appError(404, 'NOT_FOUND', 'HTTP 404 Not Found');
    if (ticketing === 403) return appError(403, 'FAILURE', 'Ticketing is not enabled');
    return handle(request, context);
  };

export const setupRoutes: [SandboxRoute<NinjaSandboxState>['method'], string, Handle][] = [
  [
    'GET',
    '/ticketing/trigger/boards',
    (_request, { state }) =>
      ok(
        boards.map(({ id, name, conditions }) => ({
          id,
          name: id === 2 ? (state.quirks.nameOfAllTickets ?? name) : name,
          ...(state.quirks.boardsLackConditions ? {} : { conditions }),
          system: true,
        })),
      ),
  ],
  ['POST', '/ticketing/trigger/board/:id/run', runBoard],
  ['GET', '/ticketing/statuses', () => ok(statuses.map(statusView))],
  ['GET', '/ticketing/ticket-form', () => ok(forms)],
  ['GET', '/ticketing/contact/contacts', listContacts('clientId')],
];

export const peopleRoutes: typeof setupRoutes = [
  ['GET', '/contacts', listContacts('organizationId')],
  ['GET', '/users', listUsers],
];
