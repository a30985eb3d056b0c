import type { Metadata } from 'next';
import { NewConnection } from '#components/connections/new-connection.tsx';
import { pageApi } from '../../../page-api.tsx';

export const metadata: Metadata = { title: 'Connect a system' };

export default async function NewConnectionPage({ params }: PageProps<'/[org]/connections/new'>) {
  const { org } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await queryClient.prefetchQuery(trpc.connections.connectors.queryOptions());
  return hydrated(<NewConnection />);
}
