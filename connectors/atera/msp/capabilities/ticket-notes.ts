// ticket.note.list and ticket.note.add.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { AteraContext } from '../auth.ts';
import { commentText, toNote, toTicket } from '../ticket-transform.ts';
import { isOurs, readComments, readTicketRow, writeComment } from '../tickets.ts';
import type { AteraComment } from '../vendor-shapes.ts';

type Add = DirectCapability<CapabilityInput<'ticket.note.add'>, CapabilityOutput<'ticket.note.add'>, AteraContext>;

export async function listTicketNote(
  context: AteraContext,
  input: CapabilityInput<'ticket.note.list'>,
): Promise<CapabilityOutput<'ticket.note.list'>> {
  // the comments of a ticket that does not exist are an empty list
  const { description } = toTicket(await readTicketRow(context, input.ticket), context.mapping);
  const when = (row: AteraComment) => toInstant(row.Date) ?? '';
  const rows = (await readComments(context, input.ticket)).sort((a, b) => when(a).localeCompare(when(b)));
  const [first] = rows;
  const isDescription =
    first?.IsInternal === false && description !== null && commentText(first).startsWith(description);
  const notes = await Promise.all(rows.slice(isDescription ? 1 : 0).map(toNote));
  // the same words by the same person in the same second are one note
  return { items: [...new Map(notes.map((note) => [note.id, note])).values()] };
}

export const addTicketNote: Add = {
  run: (context, input, { tag }) => writeComment(context, input.ticket, input.note, tag),

  async reconcile(context, input, { tag }) {
    const found = (await readComments(context, input.ticket)).find((row) => isOurs(row, tag));
    return found ? { found: true, output: await toNote(found) } : { found: false };
  },
};
