// ticket.read and ticket.search. Tickets come in the order in which they were made, so that a new one joins at the end.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pageByNumber } from '#connectors/sdk/http/paging.ts';
import type { AsioContext } from '../auth.ts';
import { uuidPart } from '../client.ts';
import { toTicket } from '../ticket-transform.ts';
import { asTicket, readTicketPage, readTicketRow, ticketWords } from '../tickets.ts';

export const readTicket = async (
  context: AsioContext,
  input: CapabilityInput<'ticket.read'>,
): Promise<CapabilityOutput<'ticket.read'>> => asTicket(context, await readTicketRow(context, input.ticket));

const largestPage = 100;

export async function searchTickets(
  context: AsioContext,
  input: CapabilityInput<'ticket.search'>,
): Promise<CapabilityOutput<'ticket.search'>> {
  if (input.externalKey) {
    throw new ConnectorError(
      'unsupported',
      'ConnectWise RMM keeps no key of other programs, so none can be searched for.',
    );
  }
  const words = await ticketWords(context);
  const withState = words.statuses.filter(({ isClosed }) => isClosed === input.isClosed).map(({ id }) => id);
  const query = {
    sortBy: 'createdAt',
    sortDir: 'asc',
    summary: input.text,
    companyIds: input.client ? uuidPart(input.client, 'company') : null,
    statusIds: typeof input.isClosed === 'boolean' ? withState.join(',') : null,
    updatedAtFrom: input.updatedSince,
  };
  const { items, next } = await pageByNumber(input, {
    first: 1,
    maxSize: largestPage,
    fetch: async (number, size) => {
      const { rows, hasMore } = await readTicketPage(context, { number, size }, query);
      return { items: rows, hasMore };
    },
  });
  return { items: items.map((row) => toTicket(row, words)), next };
}
