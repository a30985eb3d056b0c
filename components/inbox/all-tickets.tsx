'use client';
// Every ticket, the newest first, each with its clocks where something was promised.
import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { TicketCheck } from 'lucide-react';
import { useTRPC } from '#components/lib/trpc.ts';
import { readClocksEveryMs } from '#components/service-levels/read-clocks-every.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { TableCell } from '#components/ui/table.tsx';
import type { TicketFilter } from './ticket-filter.ts';
import { TicketRow } from './ticket-row.tsx';
import { TicketsTable } from './tickets-table.tsx';

export function AllTickets({ filter, hasClocks }: { filter: TicketFilter; hasClocks: boolean }) {
  const trpc = useTRPC();
  const { view, q } = filter;
  const tickets = useInfiniteQuery(
    trpc.inbox.tickets.infiniteQueryOptions({ view, q }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const pages = tickets.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.items);
  const clocks = useQueries({
    queries: pages.map((page) => ({
      ...trpc.serviceLevels.clocksOf.queryOptions({ ticketIds: page.items.map(({ id }) => id) }),
      enabled: hasClocks && page.items.length > 0,
      refetchInterval: readClocksEveryMs,
    })),
    combine: (answers) =>
      new Map(answers.flatMap(({ data }) => data?.map((one) => [one.ticketId, one.clock] as const) ?? [])),
  });
  return (
    <>
      {tickets.error && <QueryError error={tickets.error} onRetry={() => tickets.refetch()} />}
      {tickets.isPending && <ListSkeleton />}
      {tickets.data && rows.length === 0 && (
        <Empty icon={TicketCheck} title={q ? 'No ticket fits this filter' : 'No tickets'}>
          Tickets of a connected PSA are copied here; the PSA stays the system of record.
        </Empty>
      )}
      {rows.length > 0 && (
        <TicketsTable hasClocks={hasClocks} lastColumns={['In', 'Opened']}>
          {rows.map((ticket) => (
            <TicketRow key={ticket.id} ticket={ticket} clock={clocks.get(ticket.id) ?? null} hasClocks={hasClocks}>
              <TableCell className="whitespace-nowrap">
                <ConnectorGlyph connector={ticket.connector} withName className="align-middle text-xs" />
              </TableCell>
              <TableCell className="text-right text-muted-foreground">
                {ticket.openedAt && <RelativeTime at={ticket.openedAt} />}
              </TableCell>
            </TicketRow>
          ))}
        </TicketsTable>
      )}
      <LoadMore
        hasMore={tickets.hasNextPage}
        isLoading={tickets.isFetchingNextPage}
        onMore={() => tickets.fetchNextPage()}
      />
    </>
  );
}
