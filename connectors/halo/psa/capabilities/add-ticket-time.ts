// ticket.time.add: an action with the time it took, in hours.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { hasReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { HaloContext } from '../client.ts';
import { type ActionExtras, listActions, postAction } from '../notes.ts';
import { readTicketRow } from '../tickets.ts';
import { noteText } from '../transform.ts';

type Input = CapabilityInput<'ticket.time.add'>;
type Add = DirectCapability<Input, CapabilityOutput<'ticket.time.add'>, HaloContext>;

export const addTicketTime: Add = {
  async run(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const written = await postAction(context, row, input.note, tag, timeOf(input));
    return { id: String(written.id), minutes: input.minutes };
  },

  async reconcile(context, input, { tag }) {
    const rows = await listActions(context, Number(numberPart(input.ticket, 'ticket')));
    const row = rows.find((action) => (action.timetaken ?? 0) > 0 && hasReference(noteText(action), tag));
    if (!row) return { found: false };
    return { found: true, output: { id: String(row.id), minutes: Math.round((row.timetaken ?? 0) * 60) } };
  },
};

function timeOf(input: Input): ActionExtras {
  const timetaken = Math.round((input.minutes / 60) * 10_000) / 10_000;
  if (!input.startedAt) return { timetaken };
  const startMs = Date.parse(input.startedAt);
  return {
    timetaken,
    actionarrivaldate: new Date(startMs).toISOString(),
    actioncompletiondate: new Date(startMs + input.minutes * 60_000).toISOString(),
  };
}
