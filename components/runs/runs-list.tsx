'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useRef } from 'react';
import { useTRPC } from '#components/lib/trpc.ts';
import { useRowKeys } from '#components/lib/use-row-keys.ts';
import { useUrlState } from '#components/lib/use-url-state.ts';
import { FilterChip } from '#components/shared/filter-chip.tsx';
import { KeyHints } from '#components/shared/key-hints.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RunsTable } from '#components/shared/runs-table.tsx';
import { stateOf } from '#components/shared/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { runStatuses } from '#server/features/runs/list-runs.schema.ts';
import { runFilterOf } from './run-filter.ts';

export function RunsList() {
  const trpc = useTRPC();
  const url = useUrlState();
  const filter = runFilterOf(url.get);
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const counts = useQuery(trpc.runs.counts.queryOptions());
  const runs = useInfiniteQuery(
    trpc.runs.list.infiniteQueryOptions(filter, { getNextPageParam: (page) => page.nextCursor }),
  );
  const rows = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const isNarrow = Boolean(filter.playbookId || filter.incidentId || filter.deviceId);
  return (
    <div className="flex min-h-full flex-col">
      <PageHeader title="Runs" />
      <search className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
        {runStatuses
          .filter((status) => (counts.data?.[status] ?? 0) > 0 || status === filter.status)
          .map((status) => {
            const state = stateOf('run', status);
            return (
              <FilterChip
                key={status}
                isOn={filter.status === status}
                count={counts.data?.[status] ?? 0}
                onToggle={() => url.set({ status: filter.status === status ? null : status })}
              >
                <state.icon aria-hidden className="size-3.5" />
                {state.word}
              </FilterChip>
            );
          })}
        {isNarrow && (
          <Button
            size="sm"
            variant="ghost"
            onClick={() => url.set({ playbookId: null, incidentId: null, deviceId: null })}
          >
            Show runs of everything
          </Button>
        )}
        <span className="ml-auto text-muted-foreground text-xs">counts of the last 30 days</span>
      </search>
      <div ref={list} className="flex-1 md:px-3">
        {runs.error && <QueryError error={runs.error} onRetry={() => runs.refetch()} />}
        {runs.isPending && <ListSkeleton />}
        {runs.data && rows.length === 0 && (
          <Empty icon={Play} title={filter.status || isNarrow ? 'No run fits this filter' : 'Nothing has run yet'}>
            A run starts when an alert or a ticket matches a playbook.
          </Empty>
        )}
        {rows.length > 0 && <RunsTable runs={rows} label="Runs" />}
        <LoadMore hasMore={runs.hasNextPage} isLoading={runs.isFetchingNextPage} onMore={() => runs.fetchNextPage()} />
      </div>
      <KeyHints
        hints={[
          ['j k', 'move'],
          ['Enter', 'open'],
          ['Ctrl K', 'go to'],
        ]}
      />
    </div>
  );
}
