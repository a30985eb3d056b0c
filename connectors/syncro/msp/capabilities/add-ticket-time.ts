// ticket.time.add: a timer entry. Its notes may end up on an invoice, so the text itself is a hidden comment beside it.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { hasReference, hasReferenceOfStep, withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { SyncroContext } from '../auth.ts';
import { syncro } from '../client.ts';
import { readTicketRow, writeComment } from '../tickets.ts';
import { timerShape } from '../vendor-shapes.ts';

type Input = CapabilityInput<'ticket.time.add'>;
type Add = DirectCapability<Input, CapabilityOutput<'ticket.time.add'>, SyncroContext>;

/** what a customer may read */
const invoiceText = 'Work by MSPclaw.';

export const addTicketTime: Add = {
  async run(context, input, { tag }) {
    if (input.note.visibility === 'public') {
      throw new ConnectorError(
        'unsupported',
        'Timer entries of Syncro are not shown to customers. Add the time with an internal note, and a public note beside it.',
      );
    }
    const startMs = input.startedAt ? Date.parse(input.startedAt) : context.now().getTime() - input.minutes * 60_000;
    const { comments } = await readTicketRow(context, input.ticket);
    const isNoted = (comments ?? []).some((comment) => hasReferenceOfStep(comment.body ?? '', tag));
    if (!isNoted) await writeComment(context, input.ticket, input.note, tag, 'Note');
    const entry = {
      action: 'add time to the ticket',
      method: 'POST' as const,
      path: `/tickets/${numberPart(input.ticket, 'Syncro ticket')}/timer_entry`,
      json: {
        start_at: new Date(startMs).toISOString(),
        end_at: new Date(startMs + input.minutes * 60_000).toISOString(),
        duration_minutes: input.minutes,
        notes: withReference(invoiceText, tag),
      },
    };
    const timer = await syncro.read(context, timerShape, entry).catch((error: unknown) => {
      throw isNoted ? error : halfDone(error, `The note of ticket ${input.ticket} is written, but its time is not.`);
    });
    return { id: timer.id, minutes: input.minutes };
  },

  async reconcile(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const found = (row.ticket_timers ?? []).find((timer) => hasReference(timer.notes ?? '', tag));
    return found ? { found: true, output: { id: found.id, minutes: input.minutes } } : { found: false };
  },
};
