import type { Metadata } from 'next';
import { ClientsList } from '#components/clients/clients-list.tsx';
import { pageApi } from '../../page-api.tsx';

export const metadata: Metadata = { title: 'Clients' };

export default async function ClientsPage({ params }: PageProps<'/[org]/clients'>) {
  const { org } = await params;
  const { hydrated } = await pageApi(org);
  return hydrated(<ClientsList />);
}
