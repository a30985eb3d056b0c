// ticket.note.add. Our tag is the last line, to find the note again.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { hasReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { AutotaskContext } from '../auth.ts';
import { listNotes, writeNote } from '../notes.ts';
import { toNote } from '../transform.ts';

type Add = DirectCapability<CapabilityInput<'ticket.note.add'>, CapabilityOutput<'ticket.note.add'>, AutotaskContext>;

export const addTicketNote: Add = {
  run: (context, input, { tag }) => writeNote(context, input.ticket, input.note, tag),

  async reconcile(context, input, { tag }) {
    const rows = await listNotes(context, Number(numberPart(input.ticket, 'ticket')));
    const row = rows.find((one) => hasReference(one.description ?? '', tag));
    return row ? { found: true, output: toNote(row, new Map()) } : { found: false };
  },
};
