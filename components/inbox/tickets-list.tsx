'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ExternalLink, TicketCheck } from 'lucide-react';
import { useRef } from 'react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { useRowKeys } from '#components/lib/use-row-keys.ts';
import { useUrlState } from '#components/lib/use-url-state.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { RowLink } from '#components/shared/row-link.tsx';
import { SearchInput } from '#components/shared/search-input.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import { Table, TableCell, TableHead, TableRow } from '#components/ui/table.tsx';
import type { TicketSummary } from '#server/features/inbox/list-tickets.schema.ts';
import { InboxHeader } from './inbox-header.tsx';

export function TicketsList() {
  const trpc = useTRPC();
  const url = useUrlState();
  const view = url.get('view') === 'all' ? 'all' : 'active';
  const q = url.get('q')?.slice(0, 120);
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const tickets = useInfiniteQuery(
    trpc.inbox.tickets.infiniteQueryOptions({ view, q }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const rows = tickets.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <InboxHeader tab="tickets" />
      <search className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
        <SearchInput label="Search tickets" placeholder="Title or number" />
        <NativeSelect
          aria-label="Which tickets"
          value={view}
          onChange={(event) => url.set({ view: event.target.value === 'all' ? 'all' : null })}
        >
          <option value="active">Open</option>
          <option value="all">All</option>
        </NativeSelect>
      </search>
      {tickets.error && <QueryError error={tickets.error} onRetry={() => tickets.refetch()} />}
      {tickets.isPending && <ListSkeleton />}
      {tickets.data && rows.length === 0 && (
        <Empty icon={TicketCheck} title="No tickets">
          Tickets of a connected PSA are copied here; the PSA stays the system of record.
        </Empty>
      )}
      {rows.length > 0 && (
        <div ref={list} className="md:px-3">
          <Table label="Tickets">
            <thead>
              <tr>
                <TableHead>Number</TableHead>
                <TableHead>Title</TableHead>
                <TableHead>Status</TableHead>
                <TableHead>Priority</TableHead>
                <TableHead>Assigned</TableHead>
                <TableHead>In</TableHead>
                <TableHead className="text-right">Opened</TableHead>
              </tr>
            </thead>
            <tbody>
              {rows.map((ticket) => (
                <TicketRow key={ticket.id} ticket={ticket} />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <LoadMore
        hasMore={tickets.hasNextPage}
        isLoading={tickets.isFetchingNextPage}
        onMore={() => tickets.fetchNextPage()}
      />
    </>
  );
}

function TicketRow({ ticket }: { ticket: TicketSummary }) {
  const routes = useRoutes();
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap font-mono text-xs">
        <TicketNumber ticket={ticket} />
      </TableCell>
      <TableCell className="min-w-56">
        <RowLink href={routes.ticket(ticket.id)} className="font-medium hover:underline">
          {ticket.title}
        </RowLink>
        <span className="block text-muted-foreground text-xs">{ticket.client?.name ?? 'No client'}</span>
      </TableCell>
      <TableCell>
        <Badge tone={ticket.isClosed ? 'neutral' : 'accent'}>{ticket.status}</Badge>
      </TableCell>
      <TableCell className="whitespace-nowrap text-muted-foreground">{ticket.priority}</TableCell>
      <TableCell className="whitespace-nowrap text-muted-foreground">{ticket.assignee ?? 'nobody'}</TableCell>
      <TableCell className="whitespace-nowrap">
        <ConnectorGlyph connector={ticket.connector} withName className="align-middle text-xs" />
      </TableCell>
      <TableCell className="text-right text-muted-foreground">
        {ticket.openedAt && <RelativeTime at={ticket.openedAt} />}
      </TableCell>
    </TableRow>
  );
}

export function TicketNumber({ ticket }: { ticket: Pick<TicketSummary, 'externalId' | 'url'> }) {
  if (!ticket.url) return <span>#{ticket.externalId}</span>;
  return (
    <a
      href={ticket.url}
      target="_blank"
      rel="noreferrer noopener"
      className="inline-flex items-center gap-1 text-accent hover:underline"
    >
      #{ticket.externalId}
      <ExternalLink aria-label="opens in the PSA" className="size-3" />
    </a>
  );
}
