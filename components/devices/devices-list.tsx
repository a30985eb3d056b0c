'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { MonitorSmartphone, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useRef } from 'react';
import { confidenceWord } from '#components/identity/confidence-badge.tsx';
import { useRoutes } from '#components/lib/console-context.tsx';
import { plural } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { useRowKeys } from '#components/lib/use-row-keys.ts';
import { oneOf, useUrlState } from '#components/lib/use-url-state.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { FilterChip } from '#components/shared/filter-chip.tsx';
import { KeyHints } from '#components/shared/key-hints.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { RowLink } from '#components/shared/row-link.tsx';
import { SearchInput } from '#components/shared/search-input.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { buttonVariants } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import { Table, TableCell, TableHead, TableRow } from '#components/ui/table.tsx';
import type { DeviceSummary } from '#server/features/devices/list-devices.schema.ts';

const statuses = ['online', 'offline', 'unknown', 'gone'] as const;

export function DevicesList() {
  const trpc = useTRPC();
  const routes = useRoutes();
  const url = useUrlState();
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const status = oneOf(statuses, url.get('status'));
  const clients = useQuery({ ...trpc.devices.clients.queryOptions(), staleTime: 60_000 });
  const connections = useQuery({ ...trpc.connections.list.queryOptions(), staleTime: 60_000 });
  const counts = useQuery(trpc.identity.conflictCounts.queryOptions());
  const clientId = clients.data?.find((client) => client.id === url.get('client'))?.id;
  const connectionId = connections.data?.find(({ id }) => id === url.get('connection'))?.id;
  const hasConflict = url.get('conflict') === '1' || undefined;
  const filter = { q: url.get('q')?.slice(0, 120), status, clientId, connectionId, hasConflict };
  const devices = useInfiniteQuery(
    trpc.devices.list.infiniteQueryOptions(filter, { getNextPageParam: (page) => page.nextCursor }),
  );
  const rows = devices.data?.pages.flatMap((page) => page.items) ?? [];
  const unsettled = counts.data ? counts.data.device + counts.data.client + counts.data.person : 0;
  return (
    <>
      <PageHeader
        title="Devices"
        actions={
          <Link
            href={routes.conflicts()}
            className={buttonVariants({ variant: unsettled > 0 ? 'secondary' : 'ghost' })}
          >
            <TriangleAlert aria-hidden className={unsettled > 0 ? 'text-wait' : undefined} />
            {unsettled > 0 ? plural(unsettled, 'conflict') : 'No conflicts'}
          </Link>
        }
      />
      <search className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
        <SearchInput label="Search devices" placeholder="Name, serial or a system’s id" />
        <NativeSelect
          aria-label="Client"
          className="max-w-48"
          value={clientId ?? ''}
          onChange={(event) => url.set({ client: event.target.value || null })}
        >
          <option value="">Every client</option>
          {clients.data?.map((client) => (
            <option key={client.id} value={client.id}>
              {client.name} ({client.devices})
            </option>
          ))}
        </NativeSelect>
        <NativeSelect
          aria-label="Connection"
          className="max-w-48"
          value={connectionId ?? ''}
          onChange={(event) => url.set({ connection: event.target.value || null })}
        >
          <option value="">Every connection</option>
          {connections.data?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </NativeSelect>
        <NativeSelect
          aria-label="Status"
          value={status ?? ''}
          onChange={(event) => url.set({ status: event.target.value || null })}
        >
          <option value="">Any status</option>
          <option value="online">Online</option>
          <option value="offline">Offline</option>
          <option value="unknown">Not known</option>
          <option value="gone">Gone</option>
        </NativeSelect>
        <FilterChip
          isOn={hasConflict === true}
          onToggle={() => url.set({ conflict: hasConflict ? null : '1' })}
          count={counts.data?.device}
        >
          Not settled
        </FilterChip>
      </search>
      {devices.error && <QueryError error={devices.error} onRetry={() => devices.refetch()} />}
      {devices.isPending && <ListSkeleton />}
      {devices.data && rows.length === 0 && (
        <Empty icon={MonitorSmartphone} title="No devices here">
          Devices come from the connected systems; one device is one row, whatever number of them know it.
        </Empty>
      )}
      {rows.length > 0 && (
        <div ref={list} className="md:px-3">
          <Table label="Devices">
            <thead>
              <tr>
                <TableHead>Device</TableHead>
                <TableHead>Status</TableHead>
                <TableHead>Client</TableHead>
                <TableHead>System</TableHead>
                <TableHead>Known by</TableHead>
                <TableHead>Incidents</TableHead>
                <TableHead className="text-right">Last seen</TableHead>
              </tr>
            </thead>
            <tbody>
              {rows.map((device) => (
                <DeviceRow key={device.id} device={device} />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <LoadMore
        hasMore={devices.hasNextPage}
        isLoading={devices.isFetchingNextPage}
        onMore={() => devices.fetchNextPage()}
      />
      {rows.length > 0 && (
        <KeyHints
          hints={[
            ['j k', 'walk'],
            ['Enter', 'open'],
            ['/', 'search'],
          ]}
        />
      )}
    </>
  );
}

function DeviceRow({ device }: { device: DeviceSummary }) {
  const routes = useRoutes();
  const status = device.goneAt ? 'gone' : device.online === null ? 'unknown' : device.online ? 'online' : 'offline';
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap">
        <RowLink href={routes.device(device.id)} className="font-medium hover:underline">
          {device.name}
        </RowLink>
        <span className="block font-mono text-2xs text-muted-foreground">{device.serial ?? 'no serial'}</span>
      </TableCell>
      <TableCell>
        <span className="flex flex-wrap items-center gap-1.5">
          <StateBadge kind="device" value={status} />
          {device.conflicts > 0 && (
            <Badge tone="wait">
              <TriangleAlert aria-hidden /> {plural(device.conflicts, 'conflict')}
            </Badge>
          )}
        </span>
      </TableCell>
      <TableCell className="whitespace-nowrap text-muted-foreground">
        {device.client ? (
          <Link href={routes.client(device.client.id)} className="hover:text-foreground hover:underline">
            {device.client.name}
          </Link>
        ) : (
          'No client'
        )}
      </TableCell>
      <TableCell className="whitespace-nowrap text-muted-foreground">
        {device.os ?? 'not known'}
        <span className="block text-xs">{device.role}</span>
      </TableCell>
      <TableCell>
        <ul className="space-y-0.5">
          {device.identities.map((identity) => (
            <li
              key={`${identity.connection}${identity.externalId}`}
              className={`flex items-center gap-2 whitespace-nowrap text-xs ${identity.isGone ? 'line-through opacity-70' : ''}`}
              title={identity.isGone ? 'It does not list it any more' : identity.reason}
            >
              <ConnectorGlyph connector={identity.connector} /> {identity.connection}
              <span className="font-mono text-2xs text-muted-foreground">{identity.externalId}</span>
              {!identity.isGone && identity.matchedBy !== 'new' && (
                <span className="text-2xs text-muted-foreground">
                  {confidenceWord(identity.confidence, identity.matchedBy).word.toLowerCase()}
                </span>
              )}
            </li>
          ))}
        </ul>
      </TableCell>
      <TableCell className="whitespace-nowrap">
        {device.openIncidents > 0 ? (
          <Link href={`${routes.inbox}?q=${encodeURIComponent(device.name)}`} className="text-accent hover:underline">
            {device.openIncidents} open
          </Link>
        ) : (
          <span className="text-muted-foreground">none</span>
        )}
      </TableCell>
      <TableCell className="text-right text-muted-foreground">
        {device.lastSeenAt ? <RelativeTime at={device.lastSeenAt} /> : 'not known'}
      </TableCell>
    </TableRow>
  );
}
