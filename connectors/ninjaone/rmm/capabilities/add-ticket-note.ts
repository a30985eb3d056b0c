// ticket.note.add: a comment. Who sees it is always written out; our tag is its last line, to find it again.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { hasReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { NinjaContext } from '../auth.ts';
import { readBack, readNotes } from '../ticket-notes.ts';
import { postComment } from '../tickets.ts';

type Add = DirectCapability<CapabilityInput<'ticket.note.add'>, CapabilityOutput<'ticket.note.add'>, NinjaContext>;

const findNote = async (context: NinjaContext, ticket: number, tag: string) =>
  (await readNotes(context, ticket)).find(({ text }) => hasReference(text, tag));

export const addTicketNote: Add = {
  async run(context, input, mutation) {
    const ticket = Number(numberPart(input.ticket, 'ticket'));
    await postComment(context, ticket, input.note, mutation);
    return readBack(ticket, () => findNote(context, ticket, mutation.tag));
  },

  async reconcile(context, input, { tag }) {
    const note = await findNote(context, Number(numberPart(input.ticket, 'ticket')), tag);
    return note ? { found: true, output: note } : { found: false };
  },
};
