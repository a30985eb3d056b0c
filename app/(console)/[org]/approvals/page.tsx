import type { Metadata } from 'next';
import { ApprovalsList } from '#components/approvals/approvals-list.tsx';
import { pageApi } from '../../page-api.tsx';

export const metadata: Metadata = { title: 'Approvals' };

export default async function ApprovalsPage({ params }: PageProps<'/[org]/approvals'>) {
  const { org } = await params;
  const { hydrated } = await pageApi(org);
  return hydrated(<ApprovalsList />);
}
