// One query client per browser tab, and per request on the server. Dates survive the way over (superjson).
import { defaultShouldDehydrateQuery, QueryClient } from '@tanstack/react-query';
import superjson from 'superjson';

export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // What the caller did wrong stays wrong; only the rest is worth asking again.
        retry: (failures, error) => typeof window !== 'undefined' && failures < 2 && !isCallersFault(error),
      },
      dehydrate: {
        serializeData: superjson.serialize,
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query),
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });

function isCallersFault(error: unknown): boolean {
  const status = (error as { data?: { httpStatus?: number } | null }).data?.httpStatus;
  return status !== undefined && status < 500 && status !== 429;
}
