import type { Metadata } from 'next';
import { ConnectionsList } from '#components/connections/connections-list.tsx';
import { pageApi } from '../../page-api.tsx';

export const metadata: Metadata = { title: 'Connections' };

export default async function ConnectionsPage({ params }: PageProps<'/[org]/connections'>) {
  const { org } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await queryClient.prefetchQuery(trpc.connections.list.queryOptions());
  return hydrated(<ConnectionsList />);
}
