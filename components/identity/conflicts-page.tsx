'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useRef } from 'react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { useRowKeys } from '#components/lib/use-row-keys.ts';
import { oneOf, useUrlState } from '#components/lib/use-url-state.ts';
import { FilterChip } from '#components/shared/filter-chip.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { ConflictItem } from './conflict-item.tsx';

const kinds = ['device', 'client', 'person'] as const;
const words = { device: 'Devices', client: 'Clients', person: 'People' };
const resolutions: Record<string, string> = {
  merged: 'Merged',
  split: 'Told apart',
  accepted: 'Accepted',
  gone: 'No longer true',
};

/** Everything that connections do not agree on, in one place. */
export function ConflictsPage() {
  const trpc = useTRPC();
  const routes = useRoutes();
  const url = useUrlState();
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const kind = oneOf(kinds, url.get('kind'));
  const state = url.get('state') === 'settled' ? 'settled' : 'open';
  const counts = useQuery(trpc.identity.conflictCounts.queryOptions());
  const conflicts = useInfiniteQuery(
    trpc.identity.conflicts.infiniteQueryOptions(
      { kind, state, limit: 25 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const rows = conflicts.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHeader parent={{ title: 'Devices', href: routes.devices }} title="Not settled">
        <p>Where connections disagree, or a record fits two of ours. Nothing is guessed before somebody decides.</p>
      </PageHeader>
      <search className="flex flex-wrap items-center gap-1.5 border-b px-4 py-2 md:px-6">
        {kinds.map((one) => (
          <FilterChip
            key={one}
            isOn={kind === one}
            onToggle={() => url.set({ kind: kind === one ? null : one })}
            count={counts.data?.[one]}
          >
            {words[one]}
          </FilterChip>
        ))}
        <FilterChip
          isOn={state === 'settled'}
          onToggle={() => url.set({ state: state === 'settled' ? null : 'settled' })}
        >
          Settled ones
        </FilterChip>
      </search>
      <div className="mx-auto max-w-3xl p-4 md:p-6">
        {conflicts.error && <QueryError error={conflicts.error} onRetry={() => conflicts.refetch()} />}
        {conflicts.isPending && <ListSkeleton rows={4} />}
        {conflicts.data && rows.length === 0 && (
          <Empty icon={CircleCheck} title={state === 'open' ? 'Everything is settled' : 'Nothing was settled yet'}>
            {state === 'open' && 'Your systems agree about what they share.'}
          </Empty>
        )}
        <ul ref={list} aria-label="Conflicts" className="space-y-3">
          {rows.map((conflict) => (
            <li key={conflict.id}>
              <Card className="p-4">
                {conflict.resolvedAt ? (
                  <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
                    <p className="min-w-0 flex-1 basis-64 text-pretty">
                      <span className="font-medium">{conflict.subject.name}</span>: {conflict.sentence}
                    </p>
                    <Badge tone="ok">{resolutions[conflict.resolution ?? ''] ?? 'Settled'}</Badge>
                    <span className="text-muted-foreground text-xs">
                      {conflict.resolvedBy ?? 'by itself'}, <RelativeTime at={conflict.resolvedAt} />
                    </span>
                  </div>
                ) : (
                  <ConflictItem conflict={conflict} withSubject />
                )}
              </Card>
            </li>
          ))}
        </ul>
        <LoadMore
          hasMore={conflicts.hasNextPage}
          isLoading={conflicts.isFetchingNextPage}
          onMore={() => conflicts.fetchNextPage()}
        />
      </div>
    </>
  );
}
