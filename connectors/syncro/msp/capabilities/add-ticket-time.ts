// ticket.time.add: a timer entry. Its notes may end up on an invoice, so only internal ones are taken.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { hasReference, withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { SyncroContext } from '../auth.ts';
import { syncro } from '../client.ts';
import { readTicketRow } from '../tickets.ts';
import { timerShape } from '../vendor-shapes.ts';

type Input = CapabilityInput<'ticket.time.add'>;
type Add = DirectCapability<Input, CapabilityOutput<'ticket.time.add'>, SyncroContext>;

export const addTicketTime: Add = {
  async run(context, input, { tag }) {
    if (input.note.visibility === 'public') {
      throw new ConnectorError(
        'unsupported',
        'Timer entries of Syncro are not shown to customers. Add the time with an internal note, and a public note beside it.',
      );
    }
    const startMs = input.startedAt ? Date.parse(input.startedAt) : context.now().getTime() - input.minutes * 60_000;
    const timer = await syncro.read(context, timerShape, {
      action: 'add time to the ticket',
      method: 'POST',
      path: `/tickets/${numberPart(input.ticket, 'Syncro ticket')}/timer_entry`,
      json: {
        start_at: new Date(startMs).toISOString(),
        end_at: new Date(startMs + input.minutes * 60_000).toISOString(),
        duration_minutes: input.minutes,
        notes: withReference(input.note.body, tag),
      },
    });
    return { id: timer.id, minutes: input.minutes };
  },

  async reconcile(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const found = (row.ticket_timers ?? []).find((timer) => hasReference(timer.notes ?? '', tag));
    return found ? { found: true, output: { id: found.id, minutes: input.minutes } } : { found: false };
  },
};
