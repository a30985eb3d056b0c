'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Building2 } from 'lucide-react';
import Link from 'next/link';
import { useRef } from 'react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { count } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { useRowKeys } from '#components/lib/use-row-keys.ts';
import { oneOf, useUrlState } from '#components/lib/use-url-state.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { FilterChip } from '#components/shared/filter-chip.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RowLink } from '#components/shared/row-link.tsx';
import { SearchInput } from '#components/shared/search-input.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Table, TableCell, TableHead, TableRow } from '#components/ui/table.tsx';
import type { ClientSummary } from '#server/features/identity/identity.schema.ts';

const views = ['one-system', 'doubtful'] as const;
const words = { 'one-system': 'Known to one system only', doubtful: 'Matched by name' };

export function ClientsList() {
  const trpc = useTRPC();
  const url = useUrlState();
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const show = oneOf(views, url.get('show'));
  const clients = useInfiniteQuery(
    trpc.identity.clients.infiniteQueryOptions(
      { q: url.get('q')?.slice(0, 120), show: show ?? 'all' },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const rows = clients.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHeader title="Clients" />
      <search className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
        <SearchInput label="Search clients" placeholder="Name, here or in a system" />
        {views.map((view) => (
          <FilterChip key={view} isOn={show === view} onToggle={() => url.set({ show: show === view ? null : view })}>
            {words[view]}
          </FilterChip>
        ))}
      </search>
      {clients.error && <QueryError error={clients.error} onRetry={() => clients.refetch()} />}
      {clients.isPending && <ListSkeleton />}
      {clients.data && rows.length === 0 && (
        <Empty icon={Building2} title="No clients here">
          Clients come from the connected systems; one client is one row, whatever number of them know it.
        </Empty>
      )}
      {rows.length > 0 && (
        <div ref={list} className="md:px-3">
          <Table label="Clients">
            <thead>
              <tr>
                <TableHead>Client</TableHead>
                <TableHead>Known by</TableHead>
                <TableHead className="text-right">Devices</TableHead>
                <TableHead className="text-right">People</TableHead>
                <TableHead className="text-right">Open incidents</TableHead>
              </tr>
            </thead>
            <tbody>
              {rows.map((client) => (
                <ClientRow key={client.id} client={client} />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <LoadMore
        hasMore={clients.hasNextPage}
        isLoading={clients.isFetchingNextPage}
        onMore={() => clients.fetchNextPage()}
      />
    </>
  );
}

function ClientRow({ client }: { client: ClientSummary }) {
  const routes = useRoutes();
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap">
        <RowLink href={routes.client(client.id)} className="font-medium hover:underline">
          {client.name}
        </RowLink>
        {client.conflicts > 0 && (
          <Badge tone="wait" className="ml-2">
            {client.conflicts} not settled
          </Badge>
        )}
      </TableCell>
      <TableCell>
        <ul className="flex flex-wrap gap-x-4 gap-y-0.5">
          {client.records.map((record) => (
            <li
              key={`${record.connection} ${record.name}`}
              className={`flex items-center gap-1.5 whitespace-nowrap text-xs ${record.isGone ? 'line-through opacity-70' : ''}`}
            >
              <ConnectorGlyph connector={record.connector} /> {record.connection}
              {record.name !== client.name && <span className="text-muted-foreground">as “{record.name}”</span>}
            </li>
          ))}
        </ul>
      </TableCell>
      <TableCell className="text-right tabular-nums">
        <Link href={routes.devicesOf({ client: client.id })} className="text-accent hover:underline">
          {count(client.devices)}
          <span className="sr-only"> devices of {client.name}</span>
        </Link>
      </TableCell>
      <TableCell className="text-right tabular-nums">{count(client.people)}</TableCell>
      <TableCell className="text-right tabular-nums">{count(client.openIncidents)}</TableCell>
    </TableRow>
  );
}
