// What every console page starts with: the guard, then queries made on the server and handed to the browser's cache.
import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { makeQueryClient } from '#components/lib/query-client.ts';
import { createApiContext } from '#server/api/api-context.ts';
import { appDeps, appRouter } from '#server/api/current-app.ts';
import { requireOrg } from '#server/api/require-org.ts';
import type { AppRouter } from '#server/api/root.ts';

export async function pageApi(orgSlug: string) {
  const { session } = await requireOrg(orgSlug);
  const ctx = await createApiContext({ headers: await headers(), session, orgSlug }, appDeps());
  const queryClient = makeQueryClient();
  const trpc = createTRPCOptionsProxy<AppRouter>({ ctx, router: appRouter(), queryClient });
  return {
    trpc,
    queryClient,
    hydrated: (children: ReactNode) => <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>,
  };
}

/** The thing the page is about: absent means there is no such page; other trouble the component shows. */
export const orNotFound = (query: Promise<unknown>): Promise<unknown> =>
  query.catch((error: { code?: string }) => {
    if (error.code === 'NOT_FOUND' || error.code === 'BAD_REQUEST') notFound();
  });
