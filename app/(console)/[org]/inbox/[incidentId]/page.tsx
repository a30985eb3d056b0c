import type { Metadata } from 'next';
import { IncidentPage } from '#components/inbox/incident-page.tsx';
import { orNotFound, pageApi } from '../../../page-api.tsx';

export const metadata: Metadata = { title: 'Incident' };

export default async function Page({ params }: PageProps<'/[org]/inbox/[incidentId]'>) {
  const { org, incidentId } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await orNotFound(queryClient.fetchQuery(trpc.inbox.incident.queryOptions({ incidentId })));
  await queryClient.prefetchQuery(trpc.runs.list.queryOptions({ incidentId, limit: 20 }));
  return hydrated(<IncidentPage incidentId={incidentId} />);
}
