// /servicedesk/tickets: search by POST, read, create with nine fields, JSON Patch, assign.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { htmlToText } from '#connectors/sdk/text/html-text.ts';
import { type BmsHandler, type BmsRoute, type BmsSandboxContext, no, ok, okPage, record, route } from './bms-state.ts';
import { issueTypes, priorities, ticketRow, worldStatus } from './rows.ts';
import { ownId } from './sign-in.ts';

export const withTicket =
  (handle: (ticket: WorldTicket, request: SandboxRequest, context: BmsSandboxContext) => SandboxAnswer): BmsHandler =>
  (request, context) => {
    const ticket = context.world.state.tickets.find((entry) => String(entry.id) === request.params.id);
    return ticket ? handle(ticket, request, context) : no(404, 'Ticket not found.');
  };

export const ticketRoutes: BmsRoute[] = [
  route('POST', '/servicedesk/tickets/search', search),
  route(
    'GET',
    '/servicedesk/tickets/:id',
    withTicket((ticket, _request, { world, state }) => ok(ticketRow(world, state, ticket))),
  ),
  route('POST', '/servicedesk/tickets', create),
  route('PATCH', '/servicedesk/tickets/:id', withTicket(patch)),
  route('POST', '/servicedesk/tickets/:id/assignticket', withTicket(assign)),
];

function search(request: SandboxRequest, { world, state }: BmsSandboxContext): SandboxAnswer {
  const body = record(request.json());
  const filter = record(body.Filter);
  const from = (name: string) => (typeof filter[name] === 'string' ? Date.parse(String(filter[name])) : null);
  const accounts = typeof filter.AccountIds === 'string' ? filter.AccountIds.split(',') : null;
  const title = typeof filter.Title === 'string' ? filter.Title.toLowerCase() : null;
  const since = (at: number | null, bound: number | null) => bound === null || (at !== null && at >= bound);
  const rows = world.state.tickets
    .filter((ticket) => accounts === null || accounts.includes(String(ticket.clientId)))
    .filter((ticket) => title === null || ticket.title.toLowerCase().includes(title))
    .filter((ticket) => filter.ExcludeCompleted !== 1 || ticket.closedAtMs === null)
    .filter((ticket) => since(ticket.closedAtMs, from('CompletedDateFrom')))
    .filter((ticket) => since(ticket.createdAtMs, from('CreatedOnFrom')))
    .filter((ticket) => since(ticket.updatedAtMs, from('LastActivityUpdateFrom')))
    .map((ticket) => ticketRow(world, state, ticket));
  const [field = 'OpenDate', order] = String(body.Sort ?? 'OpenDate desc').split(' ');
  const value = (row: object) => String(new Map(Object.entries(row)).get(field) ?? '');
  const sign = order === 'desc' ? -1 : 1;
  rows.sort((a, b) => sign * (value(a).localeCompare(value(b)) || a.Id - b.Id));
  const size = Math.min(Number(body.PageSize ?? 25), 100);
  const page = Number(body.PageNumber ?? 1);
  return okPage(rows.slice((page - 1) * size, page * size), rows.length);
}

const required = [
  'AccountId',
  'Details',
  'LocationId',
  'OpenDate',
  'PriorityId',
  'SourceId',
  'StatusId',
  'Title',
  'TypeId',
];

function create(request: SandboxRequest, context: BmsSandboxContext): SandboxAnswer {
  const { world, state } = context;
  const body = record(request.json());
  const missing = required.filter((name) => body[name] === undefined || body[name] === null || body[name] === '');
  if (missing.length > 0) return no(400, missing.map((name) => `The ${name} field is required.`).join(' '));
  const client = world.state.clients.find(({ id }) => id === body.AccountId);
  if (!client) return no(400, 'The account does not exist.');
  if (client.siteId !== body.LocationId) return no(400, 'The location does not belong to the account.');
  const boardId = body.QueueId === undefined ? 1 : Number(body.QueueId);
  const status = worldStatus(world, boardId, Number(body.StatusId));
  const priority = priorities[Number(body.PriorityId) - 1];
  if (!status || !priority) return no(400, 'The status or priority is not valid.');
  const ticket = world.addTicket(
    {
      title: String(body.Title),
      clientId: client.id,
      boardId,
      statusId: status.id,
      priority,
      contactId: typeof body.ContactId === 'number' ? body.ContactId : null,
      category: typeof body.IssueTypeId === 'number' ? (issueTypes(world)[body.IssueTypeId - 1] ?? null) : null,
    },
    'api',
  );
  state.details[ticket.id] = String(body.Details);
  state.createdBy[ticket.id] = ownId(request, context);
  const details = world.addNote(ticket, { visibility: 'public', text: htmlToText(String(body.Details)) }, 'api');
  state.detailNotes[ticket.id] = details.id;
  ticket.updatedAtMs = ticket.createdAtMs;
  return ok(ticketRow(world, state, ticket));
}

function patch(ticket: WorldTicket, request: SandboxRequest, { world, state }: BmsSandboxContext): SandboxAnswer {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json-patch+json')) {
    return { status: 415, json: { title: 'Unsupported Media Type', status: 415 } };
  }
  const operations = request.json();
  if (!Array.isArray(operations)) return no(400, 'A list of operations is expected.');
  const change: Partial<WorldTicket> = {};
  for (const { op, path, value } of operations.map(record)) {
    if (op !== 'replace') return no(400, 'Only replace is supported.');
    if (path === '/Title') change.title = String(value);
    else if (path === '/StatusId') {
      const status = worldStatus(world, ticket.boardId, Number(value));
      if (!status) return no(400, 'The status is not valid.');
      if (!state.quirks.holdsStatus) change.statusId = status.id;
    } else if (path === '/PriorityId') {
      const priority = priorities[Number(value) - 1];
      if (!priority) return no(400, 'The priority is not valid.');
      change.priority = priority;
    } else if (path === '/IssueTypeId') change.category = issueTypes(world)[Number(value) - 1] ?? null;
    else return no(400, `The target location specified by path segment '${String(path)}' was not found.`);
  }
  world.updateTicket(ticket, change, 'api');
  return ok(ticketRow(world, state, ticket));
}

function assign(ticket: WorldTicket, request: SandboxRequest, { world }: BmsSandboxContext): SandboxAnswer {
  const body = record(request.json());
  const missing = ['StatusId', 'Details', 'IsInternal', 'TypeId', 'NoteDate'].filter(
    (name) => body[name] === undefined,
  );
  if (missing.length > 0) return no(400, missing.map((name) => `The ${name} field is required.`).join(' '));
  const person = world.state.people.find(({ id, isActive }) => id === body.AssigneeId && isActive);
  if (!person) return no(400, 'The assignee is not valid.');
  world.updateTicket(ticket, { ownerId: person.id }, 'api');
  const notified = body.EmailNotification !== undefined;
  const visibility = body.IsInternal === true ? 'internal' : 'public';
  world.addNote(ticket, { visibility, text: htmlToText(String(body.Details)), notified }, 'api');
  return ok(true);
}
