import type { Metadata } from 'next';
import { PlaybooksList } from '#components/playbooks/playbooks-list.tsx';
import { pageApi } from '../../page-api.tsx';

export const metadata: Metadata = { title: 'Playbooks' };

export default async function PlaybooksPage({ params }: PageProps<'/[org]/playbooks'>) {
  const { org } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await queryClient.prefetchQuery(trpc.playbooks.list.queryOptions());
  return hydrated(<PlaybooksList />);
}
