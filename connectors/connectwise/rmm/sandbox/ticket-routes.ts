// Ticketing: lists by page number and size, which go together; changes by PATCH (only "replace", only what is there) or by PUT of
// the whole ticket with the version that was read.
import { z } from 'zod';
import type { SandboxAnswer, SandboxRequest, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { fromUuid, toUuid } from './asio-ids.ts';
import { type AsioSandboxContext, type AsioSandboxState, ticketRefusal } from './asio-state.ts';
import {
  categoryNames,
  descriptionNote,
  noteView,
  priorities,
  priorityRows,
  sources,
  statusOn,
  statusRows,
  ticketView,
} from './ticket-views.ts';

type Context = AsioSandboxContext;
const ok = (json: unknown): SandboxAnswer => ({ status: 200, json });
const nothing = ticketRefusal(404, 'Ticket not found');
const by = 'API';

function listTickets({ query }: SandboxRequest, context: Context): SandboxAnswer {
  const size = Number(query.get('pageSize') ?? 0);
  const number = Number(query.get('pageNum') ?? 0);
  if (size > 0 !== number > 0) return ticketRefusal(400, 'pageSize and pageNum must be sent together');
  const among = (name: string, value: string) => {
    const given = query.get(name)?.split(',');
    if (given === undefined || given[0] === '') return true;
    return given[0] === '[notIn]' ? !given.includes(value) : given.includes(value);
  };
  const isAfter = (name: string, at: string) => Date.parse(at) >= Date.parse(query.get(name) ?? '1970-01-01T00:00:00Z');
  const rows = context.world.state.tickets
    .map((ticket) => ticketView(ticket, context))
    .filter(
      (row) =>
        row.summary.toLowerCase().includes((query.get('summary') ?? '').toLowerCase()) &&
        among('companyIds', row.company.id) &&
        among('statusIds', row.status.id ?? '') &&
        isAfter('updatedAtFrom', row.updatedAt) &&
        isAfter('createdAtFrom', row.createdAt),
    );
  const key = query.get('sortBy') === 'updatedAt' ? 'updatedAt' : 'createdAt';
  rows.sort((a, b) => Date.parse(a[key]) - Date.parse(b[key]) || Number(a.number) - Number(b.number));
  if (query.get('sortDir') !== 'asc') rows.reverse();
  const page = size > 0 ? rows.slice((number - 1) * size, number * size) : rows;
  return ok({ tickets: page, totalCount: page.length === 0 ? 0 : rows.length });
}

const ref = z.looseObject({ id: z.string() });
const ticketShape = z.looseObject({
  summary: z.string().min(1),
  description: z.string(),
  serviceBoard: ref,
  source: ref,
  company: ref.optional(),
  status: ref.optional(),
  priority: ref.optional(),
  category: ref.optional(),
  assignee: ref.optional(),
  version: z.number().optional(),
});

/** What is asked to change, in the world's words; undefined when an id is nobody's. */
function changeOf(given: Record<string, unknown>, boardId: number, context: Context): Partial<WorldTicket> | undefined {
  const change: Partial<WorldTicket> = {};
  const idOf = (value: unknown) => ref.safeParse(value).data?.id;
  if (typeof given.summary === 'string') change.title = given.summary;
  if (given.status !== undefined) {
    const number = fromUuid('status', idOf(given.status));
    if (number === undefined) return undefined;
    change.statusId = statusOn(boardId, number);
  }
  if (given.priority !== undefined) {
    const priority = priorities[fromUuid('priority', idOf(given.priority)) ?? -1];
    if (!priority) return undefined;
    change.priority = priority;
  }
  if (given.category !== undefined) {
    const category = categoryNames(context)[fromUuid('category', idOf(given.category)) ?? -1];
    if (!category) return undefined;
    change.category = category;
  }
  if (given.assignee !== undefined) {
    const person = context.world.state.people.find((one) => one.id === fromUuid('person', idOf(given.assignee)));
    if (!person) return undefined;
    change.ownerId = person.id;
  }
  return change;
}

function createTicket(request: SandboxRequest, context: Context): SandboxAnswer {
  const { world, state } = context;
  const given = ticketShape.safeParse(request.json()).data;
  const client = world.state.clients.find((one) => one.id === fromUuid('company', given?.company?.id));
  const boardId = fromUuid('board', given?.serviceBoard.id);
  const change = given && boardId !== undefined ? changeOf(given, boardId, context) : undefined;
  if (!given || !client || boardId === undefined || !change) return ticketRefusal(400, 'The ticket is not valid');
  const ticket = world.addTicket({ ...change, title: given.summary, clientId: client.id, boardId }, by);
  state.descriptions[ticket.id] = world.addNote(ticket, { visibility: 'public', text: given.description }, by).id;
  return { status: 201, json: ticketView(ticket, context) };
}

const patchShape = z.array(z.strictObject({ op: z.string(), path: z.string(), value: z.unknown() })).min(1);

function patchTicket(ticket: WorldTicket, request: SandboxRequest, context: Context): SandboxAnswer {
  const operations = patchShape.safeParse(request.json()).data;
  if (!operations) return ticketRefusal(400, 'The patch is not valid');
  if (operations.some(({ op }) => op !== 'replace')) return ticketRefusal(405, 'Only replace is supported');
  const view: Record<string, unknown> = ticketView(ticket, context);
  const given = Object.fromEntries(operations.map(({ path, value }) => [path.slice(1), value]));
  const missing = Object.keys(given).find((name) => view[name] === undefined);
  if (missing) return ticketRefusal(400, `Attribute ${missing} does not exist`);
  const change = changeOf(given, ticket.boardId, context);
  if (!change) return ticketRefusal(400, 'The patch is not valid');
  context.world.updateTicket(ticket, change, by);
  return ok(ticketView(ticket, context));
}

function putTicket(ticket: WorldTicket, request: SandboxRequest, context: Context): SandboxAnswer {
  const given = ticketShape.safeParse(request.json()).data;
  const change = given ? changeOf(given, ticket.boardId, context) : undefined;
  if (!given || !change) return ticketRefusal(400, 'The ticket is not valid');
  if (given.version !== ticket.version) return ticketRefusal(409, 'The ticket was changed meanwhile');
  context.world.updateTicket(ticket, change, by);
  return ok(ticketView(ticket, context));
}

const noteShape = z.strictObject({
  detail: z.string().min(1).max(12_000),
  visibility: z.union([z.literal(1), z.literal(2), z.literal(7), z.literal(8)]),
});

function addNote(ticket: WorldTicket, request: SandboxRequest, context: Context): SandboxAnswer {
  const given = noteShape.safeParse(request.json()).data;
  if (!given) return ticketRefusal(400, 'The note is not valid');
  const visibility = given.visibility === 1 ? 'public' : 'internal';
  const note = context.world.addNote(ticket, { visibility, text: given.detail }, by);
  return { status: 201, json: noteView(note, context) };
}

const ofTicket =
  (handle: (ticket: WorldTicket, request: SandboxRequest, context: Context) => SandboxAnswer) =>
  (request: SandboxRequest, context: Context): SandboxAnswer => {
    const ticket = context.world.state.tickets.find((entry) => entry.id === fromUuid('ticket', request.params.id));
    return ticket ? handle(ticket, request, context) : nothing;
  };

const v1 = '/api/platform/v1/service/ticketing';
const v2 = '/api/platform/v2/service/ticketing';
const whole = (name: string, rows: (context: Context) => unknown[]): SandboxRoute<AsioSandboxState> => ({
  method: 'GET',
  path: `${v1}/${name}`,
  handle: (_request, context) => ok(rows(context)),
});

export const ticketRoutes: SandboxRoute<AsioSandboxState>[] = [
  whole('statuses', statusRows),
  whole('priorities', priorityRows),
  whole('categories', (context) =>
    categoryNames(context).map((name, index) => ({ id: toUuid('category', index), name })),
  ),
  whole('sources', () => sources.map((name, index) => ({ id: toUuid('source', index), name }))),
  whole('service-boards', ({ world }) =>
    world.state.boards.map(({ id, name, isActive }) => ({
      id: toUuid('board', id),
      name,
      inactiveFlag: !isActive,
      defaultPriority: priorityRows()[2],
    })),
  ),
  { method: 'GET', path: `${v2}/tickets`, handle: listTickets },
  { method: 'POST', path: `${v2}/tickets`, handle: createTicket },
  {
    method: 'GET',
    path: `${v2}/tickets/:id`,
    handle: ofTicket((ticket, _request, context) => ok(ticketView(ticket, context))),
  },
  { method: 'PATCH', path: `${v2}/tickets/:id`, handle: ofTicket(patchTicket) },
  { method: 'PUT', path: `${v2}/tickets/:id`, handle: ofTicket(putTicket) },
  {
    method: 'GET',
    path: `${v1}/tickets/:id/notes`,
    handle: ofTicket((ticket, _request, context) => {
      const description = descriptionNote(ticket, context);
      const notes = context.world.state.notes.filter((note) => note.ticketId === ticket.id && note !== description);
      return ok(notes.map((note) => noteView(note, context)));
    }),
  },
  { method: 'POST', path: `${v1}/tickets/:id/notes`, handle: ofTicket(addNote) },
];
