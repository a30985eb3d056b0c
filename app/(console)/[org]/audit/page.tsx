import type { Metadata } from 'next';
import { AuditList } from '#components/audit/audit-list.tsx';
import { pageApi } from '../../page-api.tsx';

export const metadata: Metadata = { title: 'Audit log' };

export default async function AuditPage({ params }: PageProps<'/[org]/audit'>) {
  const { org } = await params;
  const { hydrated } = await pageApi(org);
  return hydrated(<AuditList />);
}
