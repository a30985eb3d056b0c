// ticket.resolve: the comment, then a closing status.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Status } from '#connectors/sdk/nouns.ts';
import { isClosingName } from '#connectors/sdk/tickets/closing-name.ts';
import { hasReferenceOfStep } from '#connectors/sdk/tickets/note-reference.ts';
import { pickClosingStatus, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import { resolveInTwoSteps } from '#connectors/sdk/tickets/resolve-in-two-steps.ts';
import type { AteraContext } from '../auth.ts';
import { commentText, toTicket } from '../ticket-transform.ts';
import { changeTicket, readComments, readStatuses, readTicketRow, writeComment } from '../tickets.ts';

type Input = CapabilityInput<'ticket.resolve'>;
type Resolve = DirectCapability<Input, CapabilityOutput<'ticket.resolve'>, AteraContext>;

const isNoted = async (context: AteraContext, ticket: string, tag: string) =>
  (await readComments(context, ticket)).some((row) => hasReferenceOfStep(commentText(row), tag));

export const resolveTicket: Resolve = {
  async run(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const status = await closingStatus(context, input.status);
    const isClosed =
      row.TicketStatus === status.name || (!input.status && isClosingName(row.TicketStatus ?? '', context.mapping));
    return resolveInTwoSteps(row.TicketID, {
      isNoted: await isNoted(context, row.TicketID, tag),
      isClosed,
      writeNote: () => writeComment(context, row.TicketID, input.note, tag),
      close: () => changeTicket(context, row.TicketID, { TicketStatus: status.name }, 'close the ticket'),
      read: async () => toTicket(await readTicketRow(context, row.TicketID), context.mapping),
    });
  },

  async reconcile(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const isClosed = isClosingName(row.TicketStatus ?? '', context.mapping);
    if (!isClosed || !(await isNoted(context, row.TicketID, tag))) return { found: false };
    return { found: true, output: toTicket(row, context.mapping) };
  },
};

async function closingStatus(context: AteraContext, wanted: string | undefined): Promise<Status> {
  const statuses = await readStatuses(context);
  const of = { mapping: context.mapping, board: null };
  const status = wanted === undefined ? pickClosingStatus(statuses, of) : pickStatus(statuses, wanted, of);
  if (status.isClosed) return status;
  throw new ConnectorError('invalid-input', `The status "${status.name}" does not close tickets.`);
}
