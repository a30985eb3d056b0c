// Notes of a ticket, and time entries, which are notes too, but only in `allNotes`.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldNote, WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { countOf, listOf } from './collection.ts';
import { instant, type PsaRoute, type PsaSandboxContext, type Row, record, refusal, route } from './psa-answers.ts';
import { anyNoteRow, noteRow } from './rows.ts';
import { withTicket } from './ticket-routes.ts';

/** newest first, as it stands on the screen */
const notesOf = ({ world }: PsaSandboxContext, request: SandboxRequest): WorldNote[] =>
  world.state.notes
    .filter((note) => String(note.ticketId) === request.params.id)
    .sort((a, b) => b.createdAtMs - a.createdAtMs || b.id - a.id);

const ownNotes = (context: PsaSandboxContext, request: SandboxRequest) =>
  notesOf(context, request)
    .filter((note) => note.minutes === null)
    .map((note) => noteRow(context.world, note));

const allNotes = (context: PsaSandboxContext, request: SandboxRequest) =>
  notesOf(context, request).map((note) => anyNoteRow(context.world, note));

const timeEntries = ({ world }: PsaSandboxContext) =>
  world.state.notes.filter((note) => note.minutes !== null).map((note) => timeEntryRow(note));

const flags = ['detailDescriptionFlag', 'internalAnalysisFlag', 'resolutionFlag', 'text'];
const ofTicket = (list: ReturnType<typeof listOf>) => withTicket((_ticket, request, context) => list(request, context));

export const noteRoutes: PsaRoute[] = [
  route('GET', '/service/tickets/:id/notes', ofTicket(listOf(ownNotes, flags))),
  route('GET', '/service/tickets/:id/notes/count', ofTicket(countOf(ownNotes, flags))),
  route('GET', '/service/tickets/:id/allNotes', ofTicket(listOf(allNotes, flags))),
  route('POST', '/service/tickets/:id/notes', withTicket(addNote)),
  route('GET', '/time/entries', listOf(timeEntries, ['chargeToId', 'chargeToType', 'notes', 'internalNotes'])),
  route('POST', '/time/entries', (request, context) => addTimeEntry(record(request.json()), context)),
];

function addNote(ticket: WorldTicket, request: SandboxRequest, { world, state }: PsaSandboxContext): SandboxAnswer {
  const body = record(request.json());
  if (typeof body.text !== 'string' || body.text === '') {
    return refusal(400, 'InvalidObject', 'ticketNote object is invalid', [
      { message: 'text is required', field: 'text', resource: 'ticketNote' },
    ]);
  }
  const isPublic = body.detailDescriptionFlag === true;
  const isInternal = body.internalAnalysisFlag === true;
  const isResolution = body.resolutionFlag === true;
  if (!isPublic && !isInternal && !isResolution) {
    return refusal(
      400,
      'InvalidObject',
      'one of detailDescriptionFlag, internalAnalysisFlag, resolutionFlag must be true',
    );
  }
  const note = world.addNote(
    ticket,
    {
      text: body.text,
      visibility: isPublic || !isInternal ? 'public' : 'internal',
      isResolution,
      // e-mail goes out unless it was said not to: the default that surprises
      notified: body.processNotifications !== false,
    },
    state.member,
  );
  return { status: 201, json: noteRow(world, note) };
}

function addTimeEntry(body: Record<string, unknown>, { world, state }: PsaSandboxContext): SandboxAnswer {
  const ticket = world.state.tickets.find((entry) => entry.id === body.chargeToId);
  const start = Date.parse(String(body.timeStart));
  const end = Date.parse(String(body.timeEnd));
  if (!ticket || body.chargeToType !== 'ServiceTicket' || Number.isNaN(start) || !(end > start)) {
    return refusal(400, 'InvalidObject', 'timeEntry object is invalid', [
      {
        message: 'chargeToId, chargeToType, timeStart and timeEnd are required',
        field: 'chargeToId',
        resource: 'timeEntry',
      },
    ]);
  }
  const isPublic = body.addToDetailDescriptionFlag === true || body.addToResolutionFlag === true;
  const text = isPublic ? body.notes : (body.internalNotes ?? body.notes);
  const note = world.addNote(
    ticket,
    {
      text: typeof text === 'string' ? text : '',
      visibility: isPublic ? 'public' : 'internal',
      isResolution: body.addToResolutionFlag === true,
      minutes: Math.round((end - start) / 60_000),
      notified: body.emailContactFlag === true,
    },
    state.member,
  );
  return { status: 201, json: { ...timeEntryRow(note), timeStart: instant(start), timeEnd: instant(end) } };
}

const timeEntryRow = (note: WorldNote): Row => ({
  id: note.id,
  chargeToId: note.ticketId,
  chargeToType: 'ServiceTicket',
  timeStart: instant(note.createdAtMs - (note.minutes ?? 0) * 60_000),
  timeEnd: instant(note.createdAtMs),
  actualHours: Math.round((note.minutes ?? 0) / 0.6) / 100,
  [note.visibility === 'public' ? 'notes' : 'internalNotes']: note.text,
});
