import type { Metadata } from 'next';
import { readSearch } from '#components/lib/read-search.ts';
import { PlaybookPage } from '#components/playbooks/playbook-page.tsx';
import { orNotFound, pageApi } from '../../../page-api.tsx';

export const metadata: Metadata = { title: 'Playbook' };

export default async function Page({ params, searchParams }: PageProps<'/[org]/playbooks/[slug]'>) {
  const { org, slug } = await params;
  const version = readSearch(await searchParams)('version');
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await orNotFound(queryClient.fetchQuery(trpc.playbooks.read.queryOptions({ slug, version })));
  return hydrated(<PlaybookPage slug={slug} version={version} />);
}
