// ticket.resolve: the note first, then the closing status. Two calls, so each is skipped when an earlier attempt did it. The
// resolution field is left to technicians: a partial change would overwrite what they wrote.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { hasReferenceOfStep } from '#connectors/sdk/tickets/note-reference.ts';
import { pickClosingStatus, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import type { AutotaskContext } from '../auth.ts';
import { listNotes, writeNote } from '../notes.ts';
import { listStatuses } from '../ticket-lists.ts';
import { asTickets, changeTicket, readTicketNoun, readTicketRow } from '../tickets.ts';

type Input = CapabilityInput<'ticket.resolve'>;
type Resolve = DirectCapability<Input, CapabilityOutput<'ticket.resolve'>, AutotaskContext>;

export const resolveTicket: Resolve = {
  async run(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const status = await closingStatus(context, input.status);
    const isNoted = (await listNotes(context, row.id)).some((note) => hasReferenceOfStep(note.description ?? '', tag));
    if (!isNoted) await writeNote(context, input.ticket, input.note, tag);
    try {
      if (row.status === Number(status)) return await readTicketNoun(context, input.ticket);
      return await changeTicket(context, input.ticket, { status: Number(status) }, 'status');
    } catch (error) {
      const done = `The note of ticket ${input.ticket} is written, but it is not certain that the ticket is closed.`;
      throw isNoted ? error : halfDone(error, done);
    }
  },

  async reconcile(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const [ticket] = await asTickets(context, [row]);
    if (!ticket?.isClosed) return { found: false };
    const isNoted = (await listNotes(context, row.id)).some((note) => hasReferenceOfStep(note.description ?? '', tag));
    return isNoted ? { found: true, output: ticket } : { found: false };
  },
};

async function closingStatus(context: AutotaskContext, wanted: string | undefined): Promise<string> {
  const statuses = await listStatuses(context);
  const at = { mapping: context.mapping, board: null };
  const status = wanted === undefined ? pickClosingStatus(statuses, at) : pickStatus(statuses, wanted, at);
  if (status.isClosed) return status.id;
  throw new ConnectorError(
    'invalid-input',
    `The status "${status.name}" does not close tickets here. If it does at your company, map it to "resolved" under Connections.`,
  );
}
