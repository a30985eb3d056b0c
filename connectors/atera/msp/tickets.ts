// Tickets at Atera. A change is answered with a bare id, so the record is read back; what cannot be read back has happened all
// the same.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { collectPages } from '#connectors/sdk/http/paging.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { NoteInput, Status, Ticket, TicketNote } from '#connectors/sdk/nouns.ts';
import { hasReference, withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { AteraContext } from './auth.ts';
import { atera } from './client.ts';
import { fetchPage, listPage, listWhole } from './lists.ts';
import { commentText, toCommentText, toNote, toStatuses, toTicket } from './ticket-transform.ts';
import { type AteraComment, type AteraTicket, commentShape, resultShape, ticketShape } from './vendor-shapes.ts';

export const ticketList = { action: 'list the tickets', path: '/tickets', row: ticketShape };
export const ticketPath = (ticket: string) => `/tickets/${numberPart(ticket, 'Atera ticket')}`;

export const readTicketRow = (context: AteraContext, ticket: string): Promise<AteraTicket> =>
  atera.read(context, ticketShape, { action: 'read the ticket', path: ticketPath(ticket) });

export async function changeTicket(
  context: AteraContext,
  ticket: string,
  json: Record<string, unknown>,
  action: string,
): Promise<Ticket> {
  await atera.read(context, resultShape, { action, path: ticketPath(ticket), method: 'PUT', json });
  return readBack(`Ticket ${ticket} was changed, but could not be read again.`, async () =>
    toTicket(await readTicketRow(context, ticket), context.mapping),
  );
}

/** @throws ConnectorError with `maybeApplied`: the change before it happened */
export async function readBack<T>(done: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw halfDone(error, done);
  }
}

export const readComments = (context: AteraContext, ticket: string): Promise<AteraComment[]> =>
  listWhole(context, { action: 'read the comments', path: `${ticketPath(ticket)}/comments`, row: commentShape });

export const isOurs = (row: AteraComment, tag: string) => hasReference(commentText(row), tag);

/** The description of a ticket made in the same step carries the same tag: the words tell them apart. */
export function isNote(row: AteraComment, note: NoteInput, tag: string): boolean {
  const words = toCommentText(note.body).trim().split('\n')[0] ?? '';
  return isOurs(row, tag) && commentText(row).startsWith(words.trimEnd());
}

/** @throws ConnectorError `unsupported` for a public note that nobody may be told of: Atera mails each one */
export async function writeComment(
  context: AteraContext,
  ticket: string,
  note: NoteInput,
  tag: string,
): Promise<TicketNote> {
  if (note.visibility === 'public' && !note.notify) {
    throw new ConnectorError(
      'unsupported',
      'Atera mails the requester every public comment: it cannot be written without. Allow the mail (notify), or write an internal note.',
    );
  }
  await atera.call(context, {
    action: 'add a comment to the ticket',
    method: 'POST',
    path: `${ticketPath(ticket)}/comments`,
    json: {
      CommentText: toCommentText(withReference(note.body, tag)),
      TechnicianCommentDetails: {
        TechnicianEmail: context.settings.technicianEmail,
        IsInternal: note.visibility === 'internal',
      },
    },
  });
  return readBack(`The comment was added to ticket ${ticket}, but could not be read again.`, async () => {
    const written = (await readComments(context, ticket)).find((row) => isNote(row, note, tag));
    if (!written) throw new ConnectorError('bad-answer', 'Atera does not list it.');
    const added = await toNote(written);
    if (note.visibility === 'internal' && added.visibility === 'public') {
      throw new ConnectorError(
        'bad-answer',
        'Atera shows it to the customer although it was sent as internal. Look at it now.',
      );
    }
    return added;
  });
}

/** tickets that are looked at to learn what an account calls its statuses, and who its technicians are */
const learningPages = 6;

export async function recentTickets(context: AteraContext): Promise<AteraTicket[]> {
  const first = await fetchPage(context, ticketList, 1);
  if (!first.hasMore) return first.items;
  const rest = await collectPages<AteraTicket>({
    maxPages: learningPages,
    from: '2',
    fetchPage: async (cursor) => {
      const { items, next } = await listPage(context, ticketList, { cursor, limit: 50 });
      return { items, next: Number(next) > learningPages ? null : next };
    },
  });
  return [...first.items, ...rest];
}

export async function readStatuses(context: AteraContext): Promise<Status[]> {
  const rows = await recentTickets(context);
  return toStatuses(
    rows.flatMap((row) => row.TicketStatus || []),
    context.mapping,
  );
}
