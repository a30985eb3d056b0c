import type { Metadata } from 'next';
import { ConnectionPage } from '#components/connections/connection-page.tsx';
import { orNotFound, pageApi } from '../../../page-api.tsx';

export const metadata: Metadata = { title: 'Connection' };

export default async function Page({ params }: PageProps<'/[org]/connections/[connectionId]'>) {
  const { org, connectionId } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await orNotFound(queryClient.fetchQuery(trpc.connections.read.queryOptions({ connectionId })));
  await Promise.all([
    queryClient.prefetchQuery(trpc.connections.connectors.queryOptions()),
    queryClient.prefetchQuery(trpc.connections.deliveries.queryOptions({ connectionId })),
  ]);
  return hydrated(<ConnectionPage connectionId={connectionId} />);
}
