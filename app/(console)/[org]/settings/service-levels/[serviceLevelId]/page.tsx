import type { Metadata } from 'next';
import { EditServiceLevel } from '#components/service-levels/edit-service-level.tsx';
import { pageApi } from '../../../../page-api.tsx';

export const metadata: Metadata = { title: 'Service level' };

export default async function Page({ params }: { params: Promise<{ org: string; serviceLevelId: string }> }) {
  const { org, serviceLevelId } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await queryClient.prefetchQuery(trpc.serviceLevels.list.queryOptions());
  return hydrated(<EditServiceLevel serviceLevelId={serviceLevelId} />);
}
