// ticket.resolve: the note, then a completing status. Not BMS's own "resolve": nothing says where its comment ends up, and
// what cannot be found again could be written twice.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { Status } from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { hasReferenceOfStep } from '#connectors/sdk/tickets/note-reference.ts';
import { pickClosingStatus, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import { resolveInTwoSteps } from '#connectors/sdk/tickets/resolve-in-two-steps.ts';
import type { BmsContext } from '../client.ts';
import { listNotes, postNote } from '../notes.ts';
import { listStatuses, ticketFacts } from '../setup.ts';
import { changeTicket, readAfter, readTicketRow } from '../tickets.ts';
import { noteText, toTicket } from '../transform.ts';
import type { NoteRow, TicketRow } from '../vendor-shapes.ts';

type Resolve = DirectCapability<CapabilityInput<'ticket.resolve'>, CapabilityOutput<'ticket.resolve'>, BmsContext>;

export const resolveTicket: Resolve = {
  async run(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const status = await closingStatus(context, row, input.status);
    const facts = await ticketFacts(context);
    const notes = await listNotes(context, row.Id);
    const resolved = await resolveInTwoSteps(input.ticket, {
      isNoted: isNoted(notes, tag),
      isClosed: row.StatusId === Number(status.id),
      writeNote: () => postNote(context, row, input.note, tag, notes),
      close: () => changeTicket(context, row.Id, [{ field: 'StatusId', value: Number(status.id), words: 'status' }]),
      read: () => readAfter(context, row.Id, `Ticket ${row.Id} is resolved.`),
    });
    return toTicket(resolved, facts);
  },

  async reconcile(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const isClosed = toInstant(row.CompletedDate) !== null;
    if (!isClosed || !isNoted(await listNotes(context, row.Id), tag)) return { found: false };
    return { found: true, output: toTicket(row, await ticketFacts(context)) };
  },
};

const isNoted = (notes: readonly NoteRow[], tag: string) =>
  notes.some((note) => hasReferenceOfStep(noteText(note), tag));

async function closingStatus(context: BmsContext, row: TicketRow, wanted: string | undefined): Promise<Status> {
  const statuses = await listStatuses(context);
  const of = { mapping: context.mapping, board: row.QueueId ? String(row.QueueId) : null };
  return wanted === undefined ? pickClosingStatus(statuses, of) : pickStatus(statuses, wanted, of);
}
