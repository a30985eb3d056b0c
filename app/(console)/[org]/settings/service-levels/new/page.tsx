import type { Metadata } from 'next';
import { NewServiceLevel } from '#components/service-levels/edit-service-level.tsx';
import { pageApi } from '../../../../page-api.tsx';

export const metadata: Metadata = { title: 'New service level' };

export default async function NewServiceLevelPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await Promise.all([
    queryClient.prefetchQuery(trpc.serviceLevels.list.queryOptions()),
    queryClient.prefetchQuery(trpc.devices.clients.queryOptions()),
  ]);
  return hydrated(<NewServiceLevel />);
}
