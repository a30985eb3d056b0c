import type { Metadata } from 'next';
import { RunPage } from '#components/runs/run-page.tsx';
import { orNotFound, pageApi } from '../../../page-api.tsx';

export const metadata: Metadata = { title: 'Run' };

export default async function Page({ params }: PageProps<'/[org]/runs/[runId]'>) {
  const { org, runId } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await orNotFound(queryClient.fetchQuery(trpc.runs.read.queryOptions({ runId })));
  return hydrated(<RunPage runId={runId} />);
}
