// What several capabilities do with one ticket: read it with its log, change it, write a comment.
import { z } from 'zod';
import type { MutationTag } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { NoteInput, Ticket } from '#connectors/sdk/nouns.ts';
import { textToHtml } from '#connectors/sdk/text/html-text.ts';
import { withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { NinjaContext } from './auth.ts';
import { ninja } from './client.ts';
import { instant } from './device-transform.ts';
import { type LogEntry, logEntryShape, type TicketRow, ticketShape } from './ticket-shapes.ts';
import { entryText, type TicketFacts, toTicket, wholeTicket } from './ticket-transform.ts';
import { ticketWords } from './ticket-words.ts';
import { listStatusRows } from './ticketing.ts';

export async function readTicketRow(context: NinjaContext, ticket: string): Promise<TicketRow> {
  const number = numberPart(ticket, 'ticket');
  const call = { path: `/v2/ticketing/ticket/${number}`, action: `read ticket ${number}` };
  return ninja.read(context, ticketShape, call).catch(async (error: unknown) => {
    // no such ticket, or no tickets at all: that one says so by itself
    if (error instanceof ConnectorError && error.kind === 'not-found') await listStatusRows(context);
    throw error;
  });
}

export async function asTicket(context: NinjaContext, row: TicketRow, facts?: TicketFacts): Promise<Ticket> {
  const { mapping, settings } = context;
  return toTicket(row, { words: await ticketWords(context), mapping, host: settings.host }, facts);
}

const logPageSize = 500;
const maxLogPages = 20;

/** Oldest first. A page follows the last entry of the one before, whichever way the instance sorts them. */
export async function readLog(context: NinjaContext, ticket: number, type?: 'COMMENT' | 'DESCRIPTION') {
  const found = new Map<string, LogEntry>();
  let anchorId: string | undefined;
  for (let page = 0; page < maxLogPages; page++) {
    const entries = await ninja.read(context, z.array(logEntryShape), {
      path: `/v2/ticketing/ticket/${ticket}/log-entry`,
      query: { type, pageSize: logPageSize, anchorId },
      action: `read the log of ticket ${ticket}`,
    });
    const fresh = entries.filter(({ id }) => !found.has(id));
    for (const entry of fresh) found.set(entry.id, entry);
    anchorId = entries.at(-1)?.id;
    if (entries.length < logPageSize || fresh.length === 0) break;
  }
  return [...found.values()].sort((a, b) => (a.createTime ?? 0) - (b.createTime ?? 0));
}

/** A ticket itself tells neither its text nor when it changed; its log does. */
export function factsOf(log: readonly LogEntry[]): TicketFacts {
  const described = log.find(({ type }) => type === 'DESCRIPTION');
  return { description: described ? entryText(described) : null, updatedAt: instant(log.at(-1)?.createTime) };
}

/**
 * Read, change, write: the PUT takes the whole ticket with the version that was read.
 * @throws ConnectorError `conflict` when somebody else changed it in between
 */
export async function changeTicket(
  context: NinjaContext,
  row: TicketRow,
  change: { subject?: string; status?: string; priority?: string; type?: string; assignedAppUserId?: number },
): Promise<TicketRow> {
  const call = {
    action: `change ticket ${row.id}`,
    method: 'PUT' as const,
    path: `/v2/ticketing/ticket/${row.id}`,
    json: { ...wholeTicket(row), ...change },
  };
  const response = await ninja.call(context, call);
  const after =
    response.json === undefined
      ? await readTicketRow(context, String(row.id)).catch((error: unknown) => {
          throw halfDone(error, `Ticket ${row.id} was changed; how it is now is not known.`);
        })
      : ninja.toShape(ticketShape, response.json, call, true);
  const now = { ...after, status: String(after.status.statusId) };
  const missed = Object.entries(change).filter(([name, value]) => now[name as keyof typeof change] !== value);
  if (missed.length === 0) return after;
  const names = missed.map(([name]) => name).join(' and ');
  throw new ConnectorError(
    'bad-answer',
    `NinjaOne accepted the change of ticket ${row.id}, but its ${names} stayed as it was. A rule or the ticket's form holds it back.`,
    { status: response.status, maybeApplied: true, detail: { ticket: row.id, unchanged: names } },
  );
}

/** @throws ConnectorError `unsupported`: NinjaOne mails the requester every public entry, and cannot be told not to */
export function assertMailAllowed(note: NoteInput): void {
  if (note.visibility === 'internal' || note.notify) return;
  throw new ConnectorError(
    'unsupported',
    'NinjaOne mails public comments to the requester, and no field of its API prevents that. Write the note as internal, or allow it to notify.',
  );
}

/** Multipart with a part of JSON; a JSON body is refused. NinjaOne answers nothing, so the entry is read back by our tag. */
export async function postComment(
  context: NinjaContext,
  ticket: number,
  note: NoteInput & { timeTrackedSeconds?: number },
  { tag }: MutationTag,
): Promise<void> {
  assertMailAllowed(note);
  const body = withReference(note.body, tag);
  const comment = {
    public: note.visibility === 'public',
    body,
    htmlBody: textToHtml(body),
    ...(note.timeTrackedSeconds === undefined ? {} : { timeTracked: note.timeTrackedSeconds }),
  };
  await ninja.call(context, {
    action: `add a comment to ticket ${ticket}`,
    method: 'POST',
    path: `/v2/ticketing/ticket/${ticket}/comment`,
    multipart: [{ name: 'comment', contentType: 'application/json', content: JSON.stringify(comment) }],
  });
}
