import type { Metadata } from 'next';
import { TicketPage } from '#components/inbox/ticket-page.tsx';
import { orNotFound, pageApi } from '../../../../page-api.tsx';

export const metadata: Metadata = { title: 'Ticket' };

export default async function Page({ params }: PageProps<'/[org]/inbox/tickets/[ticketId]'>) {
  const { org, ticketId } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await orNotFound(queryClient.fetchQuery(trpc.inbox.ticket.queryOptions({ ticketId })));
  await queryClient.prefetchQuery(trpc.serviceLevels.clockOf.queryOptions({ ticketId }));
  return hydrated(<TicketPage ticketId={ticketId} />);
}
