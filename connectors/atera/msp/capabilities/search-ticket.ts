// ticket.search. Atera filters by customer and by one status, and knows "changed since"; it has no search for text. The
// rest is compared here, page by page: a page of ours may be short although more follow.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { Ticket } from '#connectors/sdk/nouns.ts';
import type { AteraContext } from '../auth.ts';
import { listPage } from '../lists.ts';
import { toTicket } from '../ticket-transform.ts';
import { ticketList } from '../tickets.ts';

type Input = CapabilityInput<'ticket.search'>;

/** pages that are looked through for the first hit, in one call */
const longestWalk = 20;

export async function searchTicket(context: AteraContext, input: Input): Promise<CapabilityOutput<'ticket.search'>> {
  if (input.externalKey) {
    throw new ConnectorError('unsupported', 'Atera keeps no key of ours with a ticket: it cannot be searched for.');
  }
  const customerId = input.client ? numberPart(input.client, 'Atera customer') : null;
  const list = input.updatedSince
    ? { ...ticketList, path: '/tickets/lastmodified', query: { date: input.updatedSince } }
    : { ...ticketList, query: { customerId } };
  let cursor = input.cursor ?? null;
  for (let walked = 1; ; walked++) {
    const page = await listPage(context, list, { cursor, limit: input.limit });
    const items = page.items.map((row) => toTicket(row, context.mapping)).filter((ticket) => fits(ticket, input));
    if (items.length > 0 || page.next === null || walked === longestWalk) return { items, next: page.next };
    cursor = page.next;
  }
}

function fits(ticket: Ticket, input: Input): boolean {
  const text = input.text?.toLowerCase();
  const words = `${ticket.title}\n${ticket.description ?? ''}`.toLowerCase();
  return (
    (!input.client || ticket.client?.id === input.client) &&
    (typeof input.isClosed !== 'boolean' || ticket.isClosed === input.isClosed) &&
    (!text || words.includes(text))
  );
}
