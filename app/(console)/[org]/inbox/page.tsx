import type { Metadata } from 'next';
import { InboxList } from '#components/inbox/inbox-list.tsx';
import { incidentFilterOf } from '#components/inbox/incident-filter.ts';
import { readSearch } from '#components/lib/read-search.ts';
import { pageApi } from '../../page-api.tsx';

export const metadata: Metadata = { title: 'Inbox' };

export default async function InboxPage({ params, searchParams }: PageProps<'/[org]/inbox'>) {
  const { org } = await params;
  const filter = incidentFilterOf(readSearch(await searchParams));
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await Promise.all([
    queryClient.prefetchInfiniteQuery({
      ...trpc.inbox.incidents.infiniteQueryOptions(filter, { getNextPageParam: (page) => page.nextCursor }),
    }),
    queryClient.prefetchQuery(trpc.inbox.facets.queryOptions(filter)),
  ]);
  return hydrated(<InboxList />);
}
