// Comments of a ticket as notes, and finding again the one we wrote.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import type { TicketNote } from '#connectors/sdk/nouns.ts';
import { hasReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { NinjaContext } from './auth.ts';
import { listTechnicians, nameOf } from './people.ts';
import type { LogEntry } from './ticket-shapes.ts';
import { entryText, toNote } from './ticket-transform.ts';
import { readLog } from './tickets.ts';

export const readComments = async (context: NinjaContext, ticket: number): Promise<LogEntry[]> =>
  (await readLog(context, ticket, 'COMMENT')).filter(({ type, system }) => type === 'COMMENT' && system !== true);

export async function readNotes(context: NinjaContext, ticket: number): Promise<TicketNote[]> {
  const [comments, technicians] = await Promise.all([readComments(context, ticket), listTechnicians(context)]);
  const authors = new Map(technicians.flatMap((user) => (user.uid ? [[user.uid, nameOf(user)] as const] : [])));
  return comments.map((comment) => toNote(comment, authors));
}

export const findComment = async (context: NinjaContext, ticket: number, tag: string): Promise<LogEntry | undefined> =>
  (await readComments(context, ticket)).find((comment) => hasReference(entryText(comment), tag));

/** After a comment was accepted. @throws ConnectorError with `maybeApplied` when it cannot be shown */
export async function readBack<T>(ticket: number, find: () => Promise<T | undefined>): Promise<T> {
  const found = await find().catch((error: unknown) => {
    throw halfDone(error, `The comment on ticket ${ticket} was written, but could not be read back.`);
  });
  if (found) return found;
  throw new ConnectorError(
    'bad-answer',
    `NinjaOne accepted the comment on ticket ${ticket}, but does not show it yet.`,
    { maybeApplied: true, detail: { ticket } },
  );
}
