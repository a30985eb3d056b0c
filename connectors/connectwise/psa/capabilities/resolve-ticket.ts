// ticket.resolve: the resolution note first, then a closing status of the ticket's own board. Two calls, so each
// is skipped when an earlier attempt already did it.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { hasReferenceOfStep } from '#connectors/sdk/tickets/note-reference.ts';
import { mappedStatusId } from '#connectors/sdk/tickets/pick-status.ts';
import { resolveInTwoSteps } from '#connectors/sdk/tickets/resolve-in-two-steps.ts';
import type { PsaContext } from '../client.ts';
import { asTicket, changeTicket, listBoardStatuses, listOwnNotes, readTicketRow, requireStatus } from '../tickets.ts';
import { pickClosedStatus } from '../transform.ts';
import type { StatusRow, TicketRow } from '../vendor-shapes.ts';
import { postNote } from './add-ticket-note.ts';

type Input = CapabilityInput<'ticket.resolve'>;
type Resolve = DirectCapability<Input, CapabilityOutput<'ticket.resolve'>, PsaContext>;

export const resolveTicket: Resolve = {
  async run(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const status = await closingStatus(context, row, input.status);
    const notes = await listOwnNotes(context, row.id);
    return resolveInTwoSteps(input.ticket, {
      // an attempt that wrote the note and did not come to close is followed by one with a tag of its own
      isNoted: notes.some((note) => hasReferenceOfStep(note.text ?? '', tag)),
      isClosed: row.status.id === status.id || (row.closedFlag === true && input.status === undefined),
      writeNote: () => postNote(context, row.id, input.note, tag, 'resolution'),
      close: async () => asTicket(context, await close(context, row.id, status, input.note.notify)),
      read: async () => asTicket(context, await readTicketRow(context, input.ticket)),
    });
  },

  async reconcile(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    if (!row.closedFlag) return { found: false };
    const notes = await listOwnNotes(context, row.id);
    if (!notes.some((note) => hasReferenceOfStep(note.text ?? '', tag))) return { found: false };
    return { found: true, output: asTicket(context, row) };
  },
};

async function closingStatus(context: PsaContext, row: TicketRow, wanted: string | undefined): Promise<StatusRow> {
  if (!row.board) throw new ConnectorError('bad-answer', `ConnectWise does not tell the board of ticket ${row.id}.`);
  const board = row.board.name ?? String(row.board.id);
  const statuses = await listBoardStatuses(context, row.board.id);
  const mapped = mappedStatusId('resolved', { mapping: context.mapping, board: String(row.board.id) });
  const status =
    wanted === undefined
      ? (statuses.find((one) => String(one.id) === mapped) ?? pickClosedStatus(statuses))
      : requireStatus(context, statuses, wanted, row.board);
  if (!status) throw new ConnectorError('invalid-input', `The board "${board}" has no closing status.`);
  if (!status.closedStatus) {
    throw new ConnectorError(
      'invalid-input',
      `The status "${status.name}" does not close tickets on the board "${board}".`,
    );
  }
  return status;
}

async function close(context: PsaContext, ticket: number, status: StatusRow, notify: boolean): Promise<TicketRow> {
  const change = {
    path: 'status' as const,
    value: { id: status.id },
    words: 'status',
    isIn: (row: TicketRow) => row.status.id === status.id,
  };
  return changeTicket(context, ticket, [change], notify);
}
