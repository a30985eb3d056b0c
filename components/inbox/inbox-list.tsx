'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import Link from 'next/link';
import { useRef } from 'react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { useRowKeys } from '#components/lib/use-row-keys.ts';
import { useUrlState } from '#components/lib/use-url-state.ts';
import { KeyHints } from '#components/shared/key-hints.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { Button, buttonVariants } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { InboxFilters } from './inbox-filters.tsx';
import { InboxHeader } from './inbox-header.tsx';
import { incidentFilterOf } from './incident-filter.ts';
import { IncidentRow } from './incident-row.tsx';

export function InboxList() {
  const trpc = useTRPC();
  const url = useUrlState();
  const routes = useRoutes();
  const filter = incidentFilterOf(url.get);
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const incidents = useInfiniteQuery(
    trpc.inbox.incidents.infiniteQueryOptions(filter, { getNextPageParam: (page) => page.nextCursor }),
  );
  const rows = incidents.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = Boolean(filter.status || filter.severity || filter.clientId || filter.q);
  return (
    <div className="flex min-h-full flex-col">
      <InboxHeader tab="incidents" />
      <InboxFilters filter={filter} />
      <div className="flex-1">
        {incidents.error && (
          <div className="p-4">
            <QueryError error={incidents.error} onRetry={() => incidents.refetch()} />
          </div>
        )}
        {incidents.isPending && <ListSkeleton />}
        {incidents.data && rows.length === 0 && (
          <Empty
            icon={Inbox}
            title={isFiltered ? 'No incident fits this filter' : 'The inbox is empty'}
            action={
              isFiltered ? (
                <Button onClick={() => url.set({ status: null, severity: null, client: null, q: null })}>
                  Clear the filter
                </Button>
              ) : (
                <Link href={routes.connections} className={buttonVariants({ variant: 'primary' })}>
                  Look at the connections
                </Link>
              )
            }
          >
            {!isFiltered && 'Incidents appear here the moment a connected system reports an alert.'}
          </Empty>
        )}
        <ul ref={list} aria-label="Incidents" className="divide-y border-b empty:border-0">
          {rows.map((incident) => (
            <IncidentRow key={incident.id} incident={incident} />
          ))}
        </ul>
        <LoadMore
          hasMore={incidents.hasNextPage}
          isLoading={incidents.isFetchingNextPage}
          onMore={() => incidents.fetchNextPage()}
        />
      </div>
      <KeyHints
        hints={[
          ['j k', 'move'],
          ['Enter', 'open'],
          ['/', 'search'],
          ['Ctrl K', 'go to'],
        ]}
      />
    </div>
  );
}
