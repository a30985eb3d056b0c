import type { Metadata } from 'next';
import { clocksInput, ticketFilterOf } from '#components/inbox/ticket-filter.ts';
import { TicketsList } from '#components/inbox/tickets-list.tsx';
import { readSearch } from '#components/lib/read-search.ts';
import { pageApi } from '../../../page-api.tsx';

export const metadata: Metadata = { title: 'Tickets' };

export default async function TicketsPage({ params, searchParams }: PageProps<'/[org]/inbox/tickets'>) {
  const { org } = await params;
  const filter = ticketFilterOf(readSearch(await searchParams));
  const { trpc, queryClient, hydrated } = await pageApi(org);
  const { view, q } = filter;
  const rows = trpc.inbox.tickets.infiniteQueryOptions({ view, q }, { getNextPageParam: (page) => page.nextCursor });
  await Promise.all([
    queryClient.prefetchQuery(trpc.serviceLevels.clocks.queryOptions(clocksInput(filter))),
    filter.clock ? undefined : queryClient.prefetchInfiniteQuery({ ...rows }),
  ]);
  // the clocks of the rows that are shown first: they are there with them
  const ticketIds = queryClient.getQueryData(rows.queryKey)?.pages[0]?.items.map(({ id }) => id) ?? [];
  if (ticketIds.length > 0) await queryClient.prefetchQuery(trpc.serviceLevels.clocksOf.queryOptions({ ticketIds }));
  return hydrated(<TicketsList />);
}
