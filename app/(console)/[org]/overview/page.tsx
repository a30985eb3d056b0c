import type { Metadata } from 'next';
import { Overview } from '#components/overview/overview.tsx';
import { overviewClocksInput } from '#components/overview/overview-clocks-input.ts';
import { pageApi } from '../../page-api.tsx';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage({ params }: PageProps<'/[org]/overview'>) {
  const { org } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await Promise.all([
    queryClient.prefetchQuery(trpc.overview.read.queryOptions()),
    queryClient.prefetchQuery(trpc.serviceLevels.clocks.queryOptions(overviewClocksInput)),
  ]);
  return hydrated(<Overview />);
}
