// ticket.note.add. Visibility and e-mail are always written out; our tag is the last line, to find the note again.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { hasReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { HaloContext } from '../client.ts';
import { listActions, postAction } from '../notes.ts';
import { ticketWords } from '../setup.ts';
import { readTicketRow } from '../tickets.ts';
import { noteText, toNote } from '../transform.ts';

type Add = DirectCapability<CapabilityInput<'ticket.note.add'>, CapabilityOutput<'ticket.note.add'>, HaloContext>;

export const addTicketNote: Add = {
  async run(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const words = await ticketWords(context);
    return toNote(await postAction(context, row, input.note, tag), words);
  },

  async reconcile(context, input, { tag }) {
    const rows = await listActions(context, Number(numberPart(input.ticket, 'ticket')));
    const row = rows.find((action) => hasReference(noteText(action), tag));
    return row ? { found: true, output: toNote(row, await ticketWords(context)) } : { found: false };
  },
};
