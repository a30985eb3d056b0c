// ticket.note.list: the actions of a ticket, oldest first, without those the system wrote.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { HaloContext } from '../client.ts';
import { listActions } from '../notes.ts';
import { ticketWords } from '../setup.ts';
import { readTicketRow } from '../tickets.ts';
import { toNote } from '../transform.ts';

type List = DirectCapability<CapabilityInput<'ticket.note.list'>, CapabilityOutput<'ticket.note.list'>, HaloContext>;

export const listTicketNote: List = {
  async run(context, input) {
    const rows = await listActions(context, Number(numberPart(input.ticket, 'ticket')));
    // no actions: of a ticket without any, or of none at all
    if (rows.length === 0) await readTicketRow(context, input.ticket);
    const words = await ticketWords(context);
    return { items: rows.map((row) => toNote(row, words)) };
  },
};
