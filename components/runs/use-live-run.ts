'use client';
// The run's view: from the server with the page, then from its event stream while it is not final.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useTRPC } from '#components/lib/trpc.ts';
import { finalRunStatuses } from './final-run-statuses.ts';

export function useLiveRun(runId: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const run = useQuery({ ...trpc.runs.read.queryOptions({ runId }), staleTime: Number.POSITIVE_INFINITY });
  const isFinal = run.data ? finalRunStatuses.has(run.data.run.status) : false;
  const stream = useSubscription(
    trpc.runs.watch.subscriptionOptions(
      { runId },
      {
        enabled: run.data !== undefined && !isFinal,
        onData: (change) => queries.setQueryData(trpc.runs.read.queryKey({ runId }), change.data),
      },
    ),
  );
  return { run, isFinal, stream: isFinal ? ('final' as const) : stream.status };
}
