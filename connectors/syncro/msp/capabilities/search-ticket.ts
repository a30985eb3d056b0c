// ticket.search. A status is asked for by name, one at a time; "Not Closed" is the only word for several.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { SyncroContext } from '../auth.ts';
import { listPage } from '../lists.ts';
import { asTicket, readStatuses } from '../tickets.ts';
import { ticketShape } from '../vendor-shapes.ts';

type Input = CapabilityInput<'ticket.search'>;

export async function searchTicket(context: SyncroContext, input: Input): Promise<CapabilityOutput<'ticket.search'>> {
  if (input.externalKey) {
    throw new ConnectorError('unsupported', 'Syncro keeps no key of ours with a ticket: it cannot be searched for.');
  }
  const words = await statusWords(context, input.isClosed);
  // the cursor says at which of them the walk is: "1~3.25"
  const [, at = '0', inner = input.cursor ?? ''] = /^(\d{1,2})~(.*)$/.exec(input.cursor ?? '') ?? [];
  let cursor: string | null = inner || null;
  for (let index = Number(at); index < words.length; index++, cursor = null) {
    const page = await searchPage(context, input, words[index] ?? null, cursor);
    const more = index + 1 < words.length ? `${index + 1}~` : null;
    const next = page.next === null ? more : `${index}~${page.next}`;
    if (page.items.length > 0 || page.next !== null || more === null) return { items: page.items, next };
  }
  return { items: [], next: null };
}

async function searchPage(context: SyncroContext, input: Input, status: string | null, cursor: string | null) {
  const page = await listPage(
    context,
    {
      action: 'search the tickets',
      path: '/tickets',
      rows: 'tickets',
      row: ticketShape,
      query: {
        query: input.text,
        customer_id: input.client ? numberPart(input.client, 'Syncro customer') : null,
        status,
        since_updated_at: input.updatedSince,
      },
    },
    { cursor, limit: input.limit },
  );
  const tickets = page.items.map((row) => asTicket(context, row));
  const fits = (isClosed: boolean) => typeof input.isClosed !== 'boolean' || isClosed === input.isClosed;
  return { items: tickets.filter((ticket) => fits(ticket.isClosed)), next: page.next };
}

/** One walk for each; null = whatever the status. */
async function statusWords(context: SyncroContext, isClosed: boolean | null | undefined): Promise<(string | null)[]> {
  if (typeof isClosed !== 'boolean') return [null];
  // what a person mapped may be open here and closed to Syncro: then every ticket is looked at
  if (!isClosed) return [context.mapping.statuses.length === 0 ? 'Not Closed' : null];
  return (await readStatuses(context)).filter((status) => status.isClosed).map((status) => status.name);
}
