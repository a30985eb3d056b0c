// ticket.note.list. From `allNotes`: what a technician answers is often a time entry, and `/notes` leaves those out.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { PsaContext } from '../client.ts';
import { listAll } from '../lists.ts';
import { recordNumber } from '../tickets.ts';
import { toNote } from '../transform.ts';
import { noteShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'ticket.note.list'>, CapabilityOutput<'ticket.note.list'>, PsaContext>;

export const listTicketNote: List = {
  async run(context, input) {
    const ticket = recordNumber(input.ticket, 'ticket');
    const rows = await listAll(
      context,
      {
        path: `/service/tickets/${ticket}/allNotes`,
        shape: noteShape,
        action: `read the notes of ticket ${ticket}`,
      },
      (row) => `${row.noteType ?? ''}:${row.id}`,
    );
    const notes = rows.map(toNote);
    return { items: notes.sort((a, b) => (a.createdAt ?? '').localeCompare(b.createdAt ?? '')) };
  },
};
