// ticket.resolve: one action writes the note and sets the closing status in the same step.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import type { Status } from '#connectors/sdk/nouns.ts';
import { hasReferenceOfStep } from '#connectors/sdk/tickets/note-reference.ts';
import { pickClosingStatus, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import type { HaloContext } from '../client.ts';
import { listActions, postAction } from '../notes.ts';
import { listStatuses, ticketWords } from '../setup.ts';
import { asTicket, changeTicket, readTicketRow } from '../tickets.ts';
import { noteText, toTicket } from '../transform.ts';
import type { TicketRow } from '../vendor-shapes.ts';

type Resolve = DirectCapability<CapabilityInput<'ticket.resolve'>, CapabilityOutput<'ticket.resolve'>, HaloContext>;

export const resolveTicket: Resolve = {
  async run(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const status = await closingStatus(context, row, input.status);
    const words = await ticketWords(context);
    const isThere = row.status_id === Number(status.id);
    // an attempt whose note arrived without the status is gone on with, under a tag of its own
    if (await isNoted(context, row.id, tag)) {
      if (isThere) return toTicket(row, words);
      return toTicket(await changeTicket(context, row.id, { status_id: Number(status.id) }, 'status'), words);
    }
    await postAction(context, row, input.note, tag, { new_status: Number(status.id) });
    const after = await readTicketRow(context, input.ticket).catch((error: unknown) => {
      throw halfDone(error, `The note of ticket ${row.id} was written; whether it is closed is not known.`);
    });
    if (after.status_id === Number(status.id)) return toTicket(after, words);
    throw new ConnectorError(
      'bad-answer',
      `The note of ticket ${row.id} was written, but the ticket did not become "${status.name}". The workflow of its ticket type may ask for fields first; close it in Halo.`,
      { maybeApplied: true, detail: { ticket: row.id, status: after.status_id } },
    );
  },

  async reconcile(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const ticket = await asTicket(context, row);
    if (!ticket.isClosed || !(await isNoted(context, row.id, tag))) return { found: false };
    return { found: true, output: ticket };
  },
};

const isNoted = async (context: HaloContext, ticket: number, tag: string) =>
  (await listActions(context, ticket)).some((action) => hasReferenceOfStep(noteText(action), tag));

async function closingStatus(context: HaloContext, row: TicketRow, wanted: string | undefined): Promise<Status> {
  const board = row.tickettype_id ? String(row.tickettype_id) : null;
  const statuses = await listStatuses(context, board);
  const of = { mapping: context.mapping, board };
  if (wanted === undefined) return pickClosingStatus(statuses, of);
  const status = pickStatus(statuses, wanted, of);
  const knowsClosed = statuses.some(({ isClosed }) => isClosed);
  if (status.isClosed || !knowsClosed) return status;
  throw new ConnectorError('invalid-input', `The status "${status.name}" does not close tickets in this Halo.`);
}
