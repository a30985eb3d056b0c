// ticket.search: the board of all tickets, newest first. Text is searched by NinjaOne; whatever else is asked for is
// compared here, so a page may hold fewer rows than it could.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Ref, Ticket } from '#connectors/sdk/nouns.ts';
import type { NinjaContext } from '../auth.ts';
import { findBoardOfAll, isNewestFirst, runBoard } from '../ticket-boards.ts';
import type { BoardRow, StatusRow } from '../ticket-shapes.ts';
import { toListedTicket } from '../ticket-transform.ts';
import { type TicketWords, ticketWords } from '../ticket-words.ts';
import { readTicketRow } from '../tickets.ts';

type Input = CapabilityInput<'ticket.search'>;

const largestPage = 200;

export async function searchTicket(context: NinjaContext, input: Input): Promise<CapabilityOutput<'ticket.search'>> {
  const sinceMs = input.updatedSince ? Date.parse(input.updatedSince) : null;
  const { rows, next } = await runBoard(context, await findBoardOfAll(context), {
    // by creation unless changes are asked for: rows that change while pages are read then keep their places
    sortBy: sinceMs === null ? 'createTime' : 'lastUpdated',
    pageSize: Math.min(input.limit, largestPage),
    cursor: cursorNumber(input.cursor),
    text: input.text,
  });
  const words = await ticketWords(context);
  const of = { words, mapping: context.mapping, host: context.settings.host };
  const items: Ticket[] = [];
  for (const row of rows) {
    const { status } = row;
    if (status) items.push(toListedTicket({ ...row, status }, of, await clientOf(context, { ...row, status }, words)));
  }
  const isPast =
    isNewestFirst(rows, 'lastUpdated') &&
    rows.some(({ lastUpdated }) => sinceMs !== null && lastUpdated && lastUpdated * 1_000 < sinceMs);
  return {
    items: items.filter((ticket) => fits(ticket, input, sinceMs)),
    next: next === null || isPast ? null : String(next),
  };
}

/** A board names organizations and has no number of them; where the name is not one organization's, the ticket is read. */
async function clientOf(
  context: NinjaContext,
  row: BoardRow & { status: StatusRow },
  words: TicketWords,
): Promise<Ref | null> {
  const named = words.organizations.byName(row.organization);
  return named ?? words.organizations.ref((await readTicketRow(context, String(row.id))).clientId);
}

const fits = (ticket: Ticket, input: Input, sinceMs: number | null) =>
  (!input.client || ticket.client?.id === input.client) &&
  (typeof input.isClosed !== 'boolean' || ticket.isClosed === input.isClosed) &&
  (!input.externalKey || ticket.externalKey === input.externalKey) &&
  (sinceMs === null || ticket.updatedAt === null || Date.parse(ticket.updatedAt) >= sinceMs);

function cursorNumber(cursor: string | null | undefined): number | null {
  if (!cursor) return null;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new ConnectorError('invalid-input', 'This is not a page of this search.');
}
