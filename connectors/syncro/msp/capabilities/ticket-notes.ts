// ticket.note.list and ticket.note.add.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { hasReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { SyncroContext } from '../auth.ts';
import { listWhole } from '../lists.ts';
import { writeComment } from '../tickets.ts';
import { toNote, toNotes } from '../transform.ts';
import { commentShape, type SyncroComment } from '../vendor-shapes.ts';

type Add = DirectCapability<CapabilityInput<'ticket.note.add'>, CapabilityOutput<'ticket.note.add'>, SyncroContext>;

const readComments = (context: SyncroContext, ticket: string): Promise<SyncroComment[]> =>
  listWhole(context, {
    action: 'read the comments of the ticket',
    path: `/tickets/${numberPart(ticket, 'Syncro ticket')}/comments`,
    rows: 'comments',
    row: commentShape,
    // the one list that takes it: else ten
    query: { per_page: 100 },
  });

export const listTicketNote = async (
  context: SyncroContext,
  input: CapabilityInput<'ticket.note.list'>,
): Promise<CapabilityOutput<'ticket.note.list'>> => ({ items: toNotes(await readComments(context, input.ticket)) });

export const addTicketNote: Add = {
  run: (context, input, { tag }) => writeComment(context, input.ticket, input.note, tag, 'Note'),

  async reconcile(context, input, { tag }) {
    const comments = await readComments(context, input.ticket);
    const found = comments.find((comment) => hasReference(comment.body ?? '', tag));
    return found ? { found: true, output: toNote(found) } : { found: false };
  },
};
