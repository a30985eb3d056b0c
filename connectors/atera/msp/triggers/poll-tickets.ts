// Tickets that changed since the last round. Atera says which, and not when: a ticket of the overlap is news when anything
// we can see of it differs from what was told.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import { sha256, toBase64 } from '#connectors/sdk/webhook/signature.ts';
import type { AteraSecrets, AteraSettings } from '../auth.ts';
import { fetchPage } from '../lists.ts';
import { ticketList } from '../tickets.ts';
import { ticketShape } from '../vendor-shapes.ts';

const overlapMs = 120_000;
const maxPages = 400;

const cursorShape = z.object({
  /** Atera's time of the last round */
  since: z.iso.datetime(),
  /** ticket id -> print of what was told of it, of those that the last round saw */
  told: z.record(z.string(), z.string()),
});
type TicketCursor = z.output<typeof cursorShape>;

// everything there is, so that any visible difference counts
const wholeTicket = ticketShape.loose();
const list = { ...ticketList, action: 'look for changed tickets', path: '/tickets/lastmodified', row: wholeTicket };

export const pollTickets: PollTrigger<AteraSettings, AteraSecrets, TicketCursor> = {
  name: 'tickets',
  everySeconds: 60,

  async poll(context, cursor) {
    const known = cursorShape.safeParse(cursor).data;
    if (!known) {
      const { at } = await fetchPage(context, ticketList, 1, 1);
      return { hints: [], cursor: { since: at.toISOString(), told: {} }, more: false };
    }
    const date = new Date(Date.parse(known.since) - overlapMs).toISOString();
    const hints: EntityHint[] = [];
    const told: Record<string, string> = {};
    let answeredAt: Date | undefined;
    for (let page = 1; ; page++) {
      const { items, hasMore, at } = await fetchPage(context, { ...list, query: { date } }, page);
      answeredAt ??= at;
      for (const row of items) {
        const print = toBase64((await sha256(new TextEncoder().encode(JSON.stringify(row)))).slice(0, 12));
        if (told[row.TicketID] === print) continue;
        told[row.TicketID] = print;
        if (known.told[row.TicketID] === print) continue;
        const createdAt = toInstant(row.TicketCreatedDate);
        const isNew = createdAt !== null && createdAt >= date && known.told[row.TicketID] === undefined;
        hints.push({
          entity: 'ticket',
          id: row.TicketID,
          change: isNew ? 'created' : 'updated',
          deviceId: null,
          at: null,
        });
      }
      if (!hasMore) break;
      if (page === maxPages)
        throw new ConnectorError('bad-answer', `Atera lists more than ${maxPages} pages of changed tickets.`);
    }
    return { hints, cursor: { since: (answeredAt ?? context.now()).toISOString(), told }, more: false };
  },
};
