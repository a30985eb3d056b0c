// ticket.resolve: the comment, then a closing status.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Status } from '#connectors/sdk/nouns.ts';
import { isClosingName } from '#connectors/sdk/tickets/closing-name.ts';
import { hasReferenceOfStep } from '#connectors/sdk/tickets/note-reference.ts';
import { pickClosingStatus, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import { resolveInTwoSteps } from '#connectors/sdk/tickets/resolve-in-two-steps.ts';
import type { SyncroContext } from '../auth.ts';
import { asTicket, changeTicket, readStatuses, readTicketRow, writeComment } from '../tickets.ts';
import type { SyncroTicket } from '../vendor-shapes.ts';

type Input = CapabilityInput<'ticket.resolve'>;
type Resolve = DirectCapability<Input, CapabilityOutput<'ticket.resolve'>, SyncroContext>;

const isNoted = (row: SyncroTicket, tag: string) =>
  (row.comments ?? []).some((comment) => hasReferenceOfStep(comment.body ?? '', tag));

export const resolveTicket: Resolve = {
  async run(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const status = await closingStatus(context, input.status);
    const isClosed = row.status === status.name || (!input.status && isClosingName(row.status ?? '', context.mapping));
    return resolveInTwoSteps(row.id, {
      isNoted: isNoted(row, tag),
      isClosed,
      writeNote: () => writeComment(context, row.id, input.note, tag, 'Resolution'),
      close: () => changeTicket(context, row.id, { status: status.name }, 'close the ticket'),
      read: async () => asTicket(context, await readTicketRow(context, row.id)),
    });
  },

  async reconcile(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    if (!isClosingName(row.status ?? '', context.mapping) || !isNoted(row, tag)) return { found: false };
    return { found: true, output: asTicket(context, row) };
  },
};

async function closingStatus(context: SyncroContext, wanted: string | undefined): Promise<Status> {
  const statuses = await readStatuses(context);
  const of = { mapping: context.mapping, board: null };
  const status = wanted === undefined ? pickClosingStatus(statuses, of) : pickStatus(statuses, wanted, of);
  if (status.isClosed) return status;
  throw new ConnectorError('invalid-input', `The status "${status.name}" does not close tickets.`);
}
