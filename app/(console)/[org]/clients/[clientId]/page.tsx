import type { Metadata } from 'next';
import { ClientPage } from '#components/clients/client-page.tsx';
import { orNotFound, pageApi } from '../../../page-api.tsx';

export const metadata: Metadata = { title: 'Client' };

export default async function Page({ params }: PageProps<'/[org]/clients/[clientId]'>) {
  const { org, clientId } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await orNotFound(queryClient.fetchQuery(trpc.identity.client.queryOptions({ id: clientId })));
  return hydrated(<ClientPage clientId={clientId} />);
}
