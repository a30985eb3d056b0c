// /Actions: the notes of a ticket, time included. Ids count per ticket at Halo; here they are the world's.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { htmlToText } from '#connectors/sdk/text/html-text.ts';
import { bad, errorPage, type HaloRoute, type HaloSandboxContext, haloTime, ok, posted } from './halo-state.ts';
import { actionRow } from './rows.ts';
import { isStatusHeld } from './ticket-routes.ts';

export const actionRoutes: HaloRoute[] = [
  { method: 'GET', path: '/api/Actions', handle: list },
  { method: 'POST', path: '/api/Actions', handle: write },
];

/** without a count a list is not the whole */
const firstFew = 50;

function list(request: SandboxRequest, { world, state }: HaloSandboxContext): SandboxAnswer {
  const ticket = Number(request.query.get('ticket_id'));
  const notes = world.state.notes.filter((note) => note.ticketId === ticket);
  const rows: object[] = notes.map((note) => {
    const { note_html, ...row } = actionRow(world, state, note);
    return request.query.get('includehtmlnote') === 'true' ? { ...row, note_html } : row;
  });
  if (request.query.get('excludesys') !== 'true' && world.state.tickets.some(({ id }) => id === ticket)) {
    rows.push({
      id: 1,
      ticket_id: ticket,
      who: 'System',
      outcome: 'Logged',
      note: 'Ticket logged.',
      hiddenfromuser: true,
      datetime: haloTime(0),
    });
  }
  return ok({ record_count: rows.length, actions: rows.slice(0, Number(request.query.get('count') ?? firstFew)) });
}

function write(request: SandboxRequest, context: HaloSandboxContext): SandboxAnswer {
  const bodies = posted(request);
  if (!bodies) return errorPage;
  const answers = bodies.map((body) => add(body, context));
  const problem = answers.find((answer) => answer.status !== 200);
  if (problem) return problem;
  // several at once are answered with the last one only
  return request.query.get('returnall') === 'true'
    ? ok(answers.map(({ json }) => json))
    : (answers.at(-1) ?? errorPage);
}

function add(body: Record<string, unknown>, context: HaloSandboxContext): SandboxAnswer {
  const { world, state } = context;
  const ticket = world.state.tickets.find((entry) => entry.id === body.ticket_id);
  if (!ticket) return bad('Please select a valid Ticket.');
  if (body.outcome === undefined && body.outcome_id === undefined) return bad('Please select an Outcome.');
  if (body.sendemail === true && !body.emailto) return bad('Please enter a To address.');
  // a plain note loses its markup, letters that look like markup included
  const text =
    typeof body.note_html === 'string' ? htmlToText(body.note_html) : String(body.note ?? '').replace(/<[^>]*>/g, '');
  const status = world.state.statuses.find((entry) => entry.id === body.new_status && entry.boardId === ticket.boardId);
  if (body.new_status !== undefined && !status) return bad('Please select a valid Status.');
  const note = world.addNote(
    ticket,
    {
      visibility: body.hiddenfromuser === true ? 'internal' : 'public',
      text,
      // what the action's setup does by itself: it mails
      notified: body.sendemail !== false,
      isResolution: status?.isClosed ?? false,
      minutes: typeof body.timetaken === 'number' && body.timetaken > 0 ? Math.round(body.timetaken * 60) : null,
    },
    'API',
  );
  if (status && !isStatusHeld(body, context)) {
    state.newStatuses[note.id] = status.id;
    world.updateTicket(ticket, { statusId: status.id }, 'API');
  }
  return ok(actionRow(world, state, note));
}
