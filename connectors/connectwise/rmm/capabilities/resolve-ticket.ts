// ticket.resolve: the note first, then a status whose category is "Closed". Two calls, each left out when it was done before.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { hasReferenceOfStep } from '#connectors/sdk/tickets/note-reference.ts';
import { pickClosingStatus, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import { resolveInTwoSteps } from '#connectors/sdk/tickets/resolve-in-two-steps.ts';
import type { AsioContext } from '../auth.ts';
import { noteDetail, readNotes, writeNote } from '../notes.ts';
import { toTicket } from '../ticket-transform.ts';
import { changeTicket, readTicketRow, ticketWords } from '../tickets.ts';

type Resolve = DirectCapability<CapabilityInput<'ticket.resolve'>, CapabilityOutput<'ticket.resolve'>, AsioContext>;

export const resolveTicket: Resolve = {
  async run(context, input, { tag }) {
    noteDetail(input.note, tag);
    const row = await readTicketRow(context, input.ticket);
    const words = await ticketWords(context);
    const at = { mapping: context.mapping, board: row.serviceBoard?.id ?? null };
    const status =
      input.status === undefined ? pickClosingStatus(words.statuses, at) : pickStatus(words.statuses, input.status, at);
    if (!status.isClosed) {
      throw new ConnectorError(
        'invalid-input',
        `The status "${status.name}" closes no ticket: its category is not "Closed".`,
      );
    }
    return resolveInTwoSteps(row.number ?? row.id, {
      isNoted: await isNoted(context, row.id, tag),
      isClosed: row.status?.id === status.id,
      writeNote: () => writeNote(context, row.id, input.note, tag),
      close: async () => {
        // the note may have counted as a change: what a PUT sends back must be newer than that
        const now = await readTicketRow(context, row.id);
        return toTicket(await changeTicket(context, now, { status: { id: status.id } }), words);
      },
      read: async () => toTicket(await readTicketRow(context, row.id), words),
    });
  },

  async reconcile(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const ticket = toTicket(row, await ticketWords(context));
    return ticket.isClosed && (await isNoted(context, row.id, tag))
      ? { found: true, output: ticket }
      : { found: false };
  },
};

const isNoted = async (context: AsioContext, ticket: string, tag: string) =>
  (await readNotes(context, ticket)).some((note) => hasReferenceOfStep(note.detail, tag));
