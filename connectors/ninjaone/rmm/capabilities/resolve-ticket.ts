// ticket.resolve: the comment, then a closing status. Two calls, for a PUT takes no comment; the ticket is read again in
// between, because its version may have moved.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Status } from '#connectors/sdk/nouns.ts';
import { hasReferenceOfStep } from '#connectors/sdk/tickets/note-reference.ts';
import { pickClosingStatus, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import { resolveInTwoSteps } from '#connectors/sdk/tickets/resolve-in-two-steps.ts';
import type { NinjaContext } from '../auth.ts';
import { readComments } from '../ticket-notes.ts';
import { entryText } from '../ticket-transform.ts';
import { listStatuses } from '../ticketing.ts';
import { asTicket, changeTicket, postComment, readTicketRow } from '../tickets.ts';

type Input = CapabilityInput<'ticket.resolve'>;
type Resolve = DirectCapability<Input, CapabilityOutput<'ticket.resolve'>, NinjaContext>;

export const resolveTicket: Resolve = {
  async run(context, input, mutation) {
    const { id, status: now } = await readTicketRow(context, input.ticket);
    const statuses = await listStatuses(context);
    const status = closingStatus(context, statuses, input.status);
    const isClosing = statuses.find((one) => one.id === String(now.statusId))?.isClosed === true;
    return resolveInTwoSteps(input.ticket, {
      isNoted: await isNoted(context, id, mutation.tag),
      isClosed: status.id === String(now.statusId) || (isClosing && input.status === undefined),
      writeNote: () => postComment(context, id, input.note, mutation),
      close: async () => {
        const row = await readTicketRow(context, input.ticket);
        return asTicket(context, await changeTicket(context, row, { status: status.id }));
      },
      read: async () => asTicket(context, await readTicketRow(context, input.ticket)),
    });
  },

  async reconcile(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const ticket = await asTicket(context, row);
    if (!ticket.isClosed || !(await isNoted(context, row.id, tag))) return { found: false };
    return { found: true, output: ticket };
  },
};

const isNoted = async (context: NinjaContext, ticket: number, tag: string) =>
  (await readComments(context, ticket)).some((comment) => hasReferenceOfStep(entryText(comment), tag));

function closingStatus(context: NinjaContext, statuses: readonly Status[], wanted: string | undefined): Status {
  const of = { mapping: context.mapping, board: null };
  const status = wanted === undefined ? pickClosingStatus(statuses, of) : pickStatus(statuses, wanted, of);
  if (status.isClosed) return status;
  throw new ConnectorError('invalid-input', `The status "${status.name}" does not close tickets in this NinjaOne.`);
}
