'use client';
// Queries go out in batches and their answers stream in; a subscription is one SSE stream. Each names its org.
import { QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchStreamLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { type ReactNode, useState } from 'react';
import superjson from 'superjson';
import type { AppRouter } from '#server/api/root.ts';
import { orgHeader } from './org-header.ts';
import { makeQueryClient } from './query-client.ts';
import { TRPCProvider } from './trpc.ts';

const endpoint = '/api/trpc';

const makeClient = (org: string) =>
  createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        // EventSource cannot send headers: the org travels as a connection parameter
        true: httpSubscriptionLink({ url: endpoint, transformer: superjson, connectionParams: () => ({ org }) }),
        false: httpBatchStreamLink({ url: endpoint, transformer: superjson, headers: () => ({ [orgHeader]: org }) }),
      }),
    ],
  });

/** One org, one client, one cache: switching the org remounts it (`key`), so nothing leaks from one to the other. */
export function ApiProvider({ org, children }: { org: string; children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [client] = useState(() => makeClient(org));
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
