import type { Metadata } from 'next';
import { SettingsPage } from '#components/accounts/settings-page.tsx';
import { pageApi } from '../../page-api.tsx';

export const metadata: Metadata = { title: 'Settings' };

export default async function OrgSettingsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await Promise.all([
    queryClient.prefetchQuery(trpc.accounts.listMembers.queryOptions()),
    queryClient.prefetchQuery(trpc.accounts.listSessions.queryOptions()),
  ]);
  return hydrated(<SettingsPage />);
}
