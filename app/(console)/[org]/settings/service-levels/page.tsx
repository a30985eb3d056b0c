import type { Metadata } from 'next';
import { ServiceLevelsList } from '#components/service-levels/service-levels-list.tsx';
import { pageApi } from '../../../page-api.tsx';

export const metadata: Metadata = { title: 'Service levels' };

export default async function ServiceLevelsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await queryClient.prefetchQuery(trpc.serviceLevels.list.queryOptions());
  return hydrated(<ServiceLevelsList />);
}
