import type { Metadata } from 'next';
import { readSearch } from '#components/lib/read-search.ts';
import { runFilterOf } from '#components/runs/run-filter.ts';
import { RunsList } from '#components/runs/runs-list.tsx';
import { pageApi } from '../../page-api.tsx';

export const metadata: Metadata = { title: 'Runs' };

export default async function RunsPage({ params, searchParams }: PageProps<'/[org]/runs'>) {
  const { org } = await params;
  const filter = runFilterOf(readSearch(await searchParams));
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await Promise.all([
    queryClient.prefetchInfiniteQuery({
      ...trpc.runs.list.infiniteQueryOptions(filter, { getNextPageParam: (page) => page.nextCursor }),
    }),
    queryClient.prefetchQuery(trpc.runs.counts.queryOptions()),
  ]);
  return hydrated(<RunsList />);
}
