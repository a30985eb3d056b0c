import type { Metadata } from 'next';
import { ConflictsPage } from '#components/identity/conflicts-page.tsx';
import { pageApi } from '../../../page-api.tsx';

export const metadata: Metadata = { title: 'Not settled' };

export default async function Page({ params }: PageProps<'/[org]/devices/conflicts'>) {
  const { org } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await queryClient.prefetchQuery(trpc.identity.conflictCounts.queryOptions());
  return hydrated(<ConflictsPage />);
}
