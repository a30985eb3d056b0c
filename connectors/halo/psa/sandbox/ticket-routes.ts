// /Tickets: list, read, and the one POST that creates (no id) and changes (id).
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { htmlToText } from '#connectors/sdk/text/html-text.ts';
import { bad, errorPage, type HaloRoute, type HaloSandboxContext, ok, posted, teamNames } from './halo-state.ts';
import { paged } from './paged.ts';
import { priorities, ticketDetails, ticketRow } from './rows.ts';

export const ticketRoutes: HaloRoute[] = [
  { method: 'GET', path: '/api/Tickets', handle: list },
  { method: 'GET', path: '/api/Tickets/:id', handle: read },
  { method: 'POST', path: '/api/Tickets', handle: write },
];

function list(request: SandboxRequest, { world, state }: HaloSandboxContext): SandboxAnswer {
  const query = (name: string) => request.query.get(name);
  const since = query('lastupdatefromdate');
  const search = query('search')?.toLowerCase();
  const isClosed = (ticket: WorldTicket) => ticket.closedAtMs !== null;
  const rows = world.state.tickets
    .filter((ticket) => query('open_only') !== 'true' || !isClosed(ticket))
    .filter((ticket) => query('closed_only') !== 'true' || isClosed(ticket))
    .filter((ticket) => query('client_id') === null || String(ticket.clientId) === query('client_id'))
    .filter((ticket) => !search || ticket.title.toLowerCase().includes(search))
    .filter((ticket) => since === null || Number.isNaN(Date.parse(since)) || ticket.updatedAtMs >= Date.parse(since));
  return paged(
    request,
    'tickets',
    rows.map((ticket) => ticketRow(world, state, ticket)),
  );
}

function read(request: SandboxRequest, { world, state }: HaloSandboxContext): SandboxAnswer {
  const ticket = world.state.tickets.find((entry) => String(entry.id) === request.params.id);
  if (ticket) return ok(ticketDetails(world, state, ticket));
  return state.quirks.answersEmptyTicket ? ok({ id: 0 }) : { status: 404, text: 'Ticket not found' };
}

function write(request: SandboxRequest, context: HaloSandboxContext): SandboxAnswer {
  const bodies = posted(request);
  if (!bodies) return errorPage;
  const answers = bodies.map((body) => (body.id === undefined ? create(body, context) : change(body, context)));
  const problem = answers.find((answer) => answer.status !== 200);
  return problem ?? (answers.length === 1 ? (answers[0] ?? errorPage) : ok(answers.map(({ json }) => json)));
}

function create(body: Record<string, unknown>, context: HaloSandboxContext): SandboxAnswer {
  const { world, state } = context;
  if (typeof body.summary !== 'string' || body.summary === '') return bad('Please enter a Summary.');
  if (!world.state.clients.some((client) => client.id === body.client_id))
    return bad('Please select a valid Customer.');
  const board = world.state.boards.find((entry) => entry.id === body.tickettype_id && entry.isActive);
  if (!board) return bad('Please select a Ticket Type.');
  const fields = fieldsOf(body, board.id, context);
  if (typeof fields === 'string') return bad(fields);
  if (state.quirks.templatePriority && body.donotapplytemplateintheapi !== true)
    fields.priority = state.quirks.templatePriority;
  const key = typeof body.third_party_id_string === 'string' ? body.third_party_id_string : null;
  const draft = {
    ...fields,
    title: body.summary,
    clientId: Number(body.client_id),
    boardId: board.id,
    externalKey: key,
  };
  const ticket = world.addTicket(draft, 'API');
  if (typeof body.team === 'string') state.teams[ticket.id] = body.team;
  const html = body.details_html ?? body.details;
  if (typeof html === 'string' && html !== '') {
    // the acknowledgement goes to the user unless told otherwise
    world.addNote(ticket, { visibility: 'public', text: htmlToText(html), notified: body.sendack !== false }, 'API');
    ticket.updatedAtMs = ticket.createdAtMs;
  }
  return ok(ticketDetails(world, state, ticket));
}

function change(body: Record<string, unknown>, context: HaloSandboxContext): SandboxAnswer {
  const { world, state } = context;
  const ticket = world.state.tickets.find((entry) => entry.id === body.id);
  if (!ticket) return { status: 404, text: 'Ticket not found' };
  const fields = fieldsOf(body, ticket.boardId, context);
  if (typeof fields === 'string') return bad(fields);
  if (typeof body.summary === 'string') fields.title = body.summary;
  if (isStatusHeld(body, context)) delete fields.statusId;
  if (typeof body.team === 'string') state.teams[ticket.id] = body.team;
  world.updateTicket(ticket, fields, 'API');
  return ok(ticketDetails(world, state, ticket));
}

export function isStatusHeld(body: Record<string, unknown>, { state }: HaloSandboxContext): boolean {
  const { holdsStatus } = state.quirks;
  return holdsStatus === 'always' || (holdsStatus === 'by-rule' && body.dont_do_rules !== true);
}

/** What both writes understand, or the sentence that Halo says; fields it does not know are passed over. */
function fieldsOf(
  body: Record<string, unknown>,
  boardId: number,
  { world }: HaloSandboxContext,
): Partial<WorldTicket> | string {
  const fields: Partial<WorldTicket> = {};
  if (body.status_id !== undefined) {
    const status = world.state.statuses.find((entry) => entry.id === body.status_id && entry.boardId === boardId);
    if (!status) return 'Please select a valid Status.';
    fields.statusId = status.id;
  }
  if (body.priority_id !== undefined) {
    const priority = priorities[Number(body.priority_id) - 1];
    if (!priority) return 'Please select a valid Priority.';
    fields.priority = priority;
  }
  if (body.agent_id !== undefined) {
    const person = world.state.people.find((entry) => entry.id === body.agent_id && entry.isActive);
    if (!person) return 'Please select a valid Agent.';
    fields.ownerId = person.id;
  }
  if (body.user_id !== undefined) {
    if (!world.state.contacts.some((entry) => entry.id === body.user_id)) return 'Please select a valid User.';
    fields.contactId = Number(body.user_id);
  }
  // a team is a name; its number is none
  if (body.team !== undefined && !teamNames.includes(String(body.team))) return 'Please select a valid Team.';
  if (typeof body.category_1 === 'string') fields.category = body.category_1;
  return fields;
}
