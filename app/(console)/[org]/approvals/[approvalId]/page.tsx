import type { Metadata } from 'next';
import { ApprovalPage } from '#components/approvals/approval-page.tsx';
import { orNotFound, pageApi } from '../../../page-api.tsx';

export const metadata: Metadata = { title: 'Approval' };

/** Shows and never decides: mail scanners open links. */
export default async function Page({ params }: PageProps<'/[org]/approvals/[approvalId]'>) {
  const { org, approvalId } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await orNotFound(queryClient.fetchQuery(trpc.approvals.read.queryOptions({ approvalId })));
  return hydrated(<ApprovalPage approvalId={approvalId} />);
}
