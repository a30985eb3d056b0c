import type { Metadata } from 'next';
import { TicketsList } from '#components/inbox/tickets-list.tsx';
import { pageApi } from '../../../page-api.tsx';

export const metadata: Metadata = { title: 'Tickets' };

export default async function TicketsPage({ params }: PageProps<'/[org]/inbox/tickets'>) {
  const { org } = await params;
  const { hydrated } = await pageApi(org);
  return hydrated(<TicketsList />);
}
