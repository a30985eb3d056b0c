// ticket.resolve: the note, then a closing status with the resolution code a tenant may demand. SuperOps mails the
// requester when a ticket closes unless it is told not to.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Status } from '#connectors/sdk/nouns.ts';
import { isClosingName } from '#connectors/sdk/tickets/closing-name.ts';
import { hasReferenceOfStep } from '#connectors/sdk/tickets/note-reference.ts';
import { pickClosingStatus, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import { resolveInTwoSteps } from '#connectors/sdk/tickets/resolve-in-two-steps.ts';
import type { SuperopsContext } from '../auth.ts';
import { toTicket } from '../ticket-transform.ts';
import { readNotes, readStatuses, readTicketRow, updateTicketRow, writeNote } from '../tickets.ts';

type Input = CapabilityInput<'ticket.resolve'>;
type Resolve = DirectCapability<Input, CapabilityOutput<'ticket.resolve'>, SuperopsContext>;

export const resolveTicket: Resolve = {
  async run(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const status = await closingStatus(context, input.status);
    const notes = await readNotes(context, row.ticketId);
    const { resolutionCode } = context.settings;
    return resolveInTwoSteps(row.ticketId, {
      isNoted: notes.some((note) => hasReferenceOfStep(note.text, tag)),
      isClosed:
        row.status === status.name || (input.status === undefined && isClosingName(row.status ?? '', context.mapping)),
      writeNote: () => writeNote(context, row.ticketId, input.note, tag),
      close: () =>
        updateTicketRow(
          context,
          row.ticketId,
          {
            status: status.name,
            suppressCloseNotification: !input.note.notify,
            ...(resolutionCode ? { resolutionCode } : {}),
          },
          'close the ticket',
        ),
      read: async () => toTicket(await readTicketRow(context, row.ticketId), context.mapping),
    });
  },

  async reconcile(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    if (!isClosingName(row.status ?? '', context.mapping)) return { found: false };
    const notes = await readNotes(context, row.ticketId);
    if (!notes.some((note) => hasReferenceOfStep(note.text, tag))) return { found: false };
    return { found: true, output: toTicket(row, context.mapping) };
  },
};

async function closingStatus(context: SuperopsContext, wanted: string | undefined): Promise<Status> {
  const statuses = await readStatuses(context);
  const of = { mapping: context.mapping, board: null };
  const status = wanted === undefined ? pickClosingStatus(statuses, of) : pickStatus(statuses, wanted, of);
  if (status.isClosed) return status;
  throw new ConnectorError('invalid-input', `The status "${status.name}" does not close tickets.`);
}
