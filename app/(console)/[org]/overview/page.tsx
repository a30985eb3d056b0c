import type { Metadata } from 'next';
import { Overview } from '#components/overview/overview.tsx';
import { pageApi } from '../../page-api.tsx';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage({ params }: PageProps<'/[org]/overview'>) {
  const { org } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await queryClient.prefetchQuery(trpc.overview.read.queryOptions());
  return hydrated(<Overview />);
}
