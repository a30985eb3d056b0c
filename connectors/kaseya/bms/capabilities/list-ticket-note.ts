// ticket.note.list, oldest first.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { BmsContext } from '../client.ts';
import { listNotes } from '../notes.ts';
import { readTicketRow } from '../tickets.ts';
import { toNote } from '../transform.ts';

type List = DirectCapability<CapabilityInput<'ticket.note.list'>, CapabilityOutput<'ticket.note.list'>, BmsContext>;

export const listTicketNote: List = {
  async run(context, input) {
    const rows = await listNotes(context, Number(numberPart(input.ticket, 'ticket')));
    // no notes: of a ticket without any, or of none at all
    if (rows.length === 0) await readTicketRow(context, input.ticket);
    return { items: rows.map(toNote) };
  },
};
