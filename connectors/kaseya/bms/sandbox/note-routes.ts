// Notes and time of a ticket. Whether a note is internal must be said; who gets mail must be named.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { htmlToText } from '#connectors/sdk/text/html-text.ts';
import { type BmsRoute, type BmsSandboxContext, no, ok, pageOf, record, route } from './bms-state.ts';
import { noteRow, timeRow } from './rows.ts';
import { withTicket } from './ticket-routes.ts';

export const noteRoutes: BmsRoute[] = [
  route('GET', '/servicedesk/tickets/:id/notes', (request, { world, state }) => {
    const details = state.detailNotes[request.params.id ?? ''];
    const notes = world.state.notes
      .filter((note) => String(note.ticketId) === request.params.id && note.minutes === null)
      .filter(({ id }) => id !== details);
    return ok(pageOf(request, notes).map((note) => noteRow(world, note)));
  }),
  route('POST', '/servicedesk/tickets/:id/notes', withTicket(addNote)),
  route('GET', '/servicedesk/tickets/:id/timelogs', (request, { world }) => {
    const notes = world.state.notes.filter(
      (note) => String(note.ticketId) === request.params.id && note.minutes !== null,
    );
    return ok(pageOf(request, notes).map(timeRow));
  }),
  route('POST', '/servicedesk/tickets/:id/timelogs', withTicket(addTime)),
];

function addNote(ticket: WorldTicket, request: SandboxRequest, { world }: BmsSandboxContext): SandboxAnswer {
  const body = record(request.json());
  const missing = ['Details', 'IsInternal', 'TypeId', 'NoteDate'].filter(
    (name) => body[name] === undefined || body[name] === '',
  );
  if (missing.length > 0) return no(400, missing.map((name) => `The ${name} field is required.`).join(' '));
  const note = world.addNote(
    ticket,
    {
      visibility: body.IsInternal === true ? 'internal' : 'public',
      text: htmlToText(String(body.Details)),
      notified: body.EmailNotification !== undefined,
    },
    'api',
  );
  return ok(noteRow(world, note));
}

function addTime(ticket: WorldTicket, request: SandboxRequest, { world }: BmsSandboxContext): SandboxAnswer {
  const body = record(request.json());
  const missing = ['EndTime', 'RoleId', 'StartDate', 'StartTime', 'WorkTypeId'].filter(
    (name) => body[name] === undefined,
  );
  if (missing.length > 0) return no(400, missing.map((name) => `The ${name} field is required.`).join(' '));
  if (String(body.EndTime) <= String(body.StartTime)) return no(400, 'The end time must be after the start time.');
  const isPublic = body.Notes !== undefined;
  const note = world.addNote(
    ticket,
    {
      visibility: isPublic ? 'public' : 'internal',
      text: htmlToText(String(isPublic ? body.Notes : (body.InternalNotes ?? ''))),
      minutes: Math.round(Number(body.Timespent) * 60),
    },
    'api',
  );
  return ok(timeRow(note));
}
