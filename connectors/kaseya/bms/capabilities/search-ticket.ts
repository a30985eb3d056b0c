// ticket.search: a POST that reads, newest first.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pageByNumber } from '#connectors/sdk/http/paging.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { Ticket } from '#connectors/sdk/nouns.ts';
import type { BmsContext } from '../client.ts';
import { ticketFacts } from '../setup.ts';
import { largestPage, searchTickets, type TicketFilter } from '../tickets.ts';
import { toTicket } from '../transform.ts';

type Input = CapabilityInput<'ticket.search'>;
type Search = DirectCapability<Input, CapabilityOutput<'ticket.search'>, BmsContext>;

export const searchTicket: Search = {
  async run(context, input) {
    const facts = await ticketFacts(context);
    const found = await pageByNumber(input, {
      first: 1,
      maxSize: largestPage,
      fetch: async (page, size) => {
        const search = { filter: filterOf(input), sort: 'OpenDate', page, size, action: 'search tickets' } as const;
        const { rows, total } = await searchTickets(context, search);
        return { items: rows, hasMore: total === null ? rows.length >= size : page * size < total && rows.length > 0 };
      },
    });
    return { items: found.items.map((row) => toTicket(row, facts)).filter(fits(input)), next: found.next };
  },
};

/** every completed ticket was completed after this */
const longAgo = '2000-01-01T00:00:00.000Z';

const filterOf = (input: Input): TicketFilter => ({
  ...(input.text ? { Title: input.text } : {}),
  ...(input.client ? { AccountIds: numberPart(input.client, 'account') } : {}),
  ...(input.isClosed === false ? { ExcludeCompleted: 1 as const } : {}),
  ...(input.isClosed === true ? { CompletedDateFrom: longAgo } : {}),
  ...(input.updatedSince ? { LastActivityUpdateFrom: input.updatedSince } : {}),
});

/** our key is not a field there, so it is compared here; the other filters are looked at again */
const fits = (input: Input) => (ticket: Ticket) =>
  (!input.externalKey || ticket.externalKey === input.externalKey) &&
  (typeof input.isClosed !== 'boolean' || ticket.isClosed === input.isClosed);
