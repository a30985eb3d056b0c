'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { MonitorSmartphone } from 'lucide-react';
import { useRef } from 'react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { useRowKeys } from '#components/lib/use-row-keys.ts';
import { oneOf, useUrlState } from '#components/lib/use-url-state.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { RowLink } from '#components/shared/row-link.tsx';
import { SearchInput } from '#components/shared/search-input.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import { Table, TableCell, TableHead, TableRow } from '#components/ui/table.tsx';
import type { DeviceSummary } from '#server/features/devices/list-devices.schema.ts';

const statuses = ['online', 'offline', 'unknown'] as const;

export function DevicesList() {
  const trpc = useTRPC();
  const url = useUrlState();
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const status = oneOf(statuses, url.get('status'));
  const clients = useQuery({ ...trpc.devices.clients.queryOptions(), staleTime: 60_000 });
  const clientId = clients.data?.find((client) => client.id === url.get('client'))?.id;
  const filter = { q: url.get('q')?.slice(0, 120), status, clientId };
  const devices = useInfiniteQuery(
    trpc.devices.list.infiniteQueryOptions(filter, { getNextPageParam: (page) => page.nextCursor }),
  );
  const rows = devices.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHeader title="Devices" />
      <search className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
        <SearchInput label="Search devices" placeholder="Name or serial number" />
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
          aria-label="Status"
          value={status ?? ''}
          onChange={(event) => url.set({ status: event.target.value || null })}
        >
          <option value="">Any status</option>
          <option value="online">Online</option>
          <option value="offline">Offline</option>
          <option value="unknown">Not known</option>
        </NativeSelect>
      </search>
      {devices.error && <QueryError error={devices.error} onRetry={() => devices.refetch()} />}
      {devices.isPending && <ListSkeleton />}
      {devices.data && rows.length === 0 && (
        <Empty icon={MonitorSmartphone} title="No devices here">
          Devices come from the connected RMMs; one device is one row, whatever number of systems know it.
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
    </>
  );
}

function DeviceRow({ device }: { device: DeviceSummary }) {
  const routes = useRoutes();
  const status = device.online === null ? 'unknown' : device.online ? 'online' : 'offline';
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap">
        <span className="font-medium">{device.name}</span>
        <span className="block font-mono text-2xs text-muted-foreground">{device.serial ?? 'no serial'}</span>
      </TableCell>
      <TableCell>
        <StateBadge kind="device" value={status} />
      </TableCell>
      <TableCell className="whitespace-nowrap text-muted-foreground">{device.client?.name ?? 'No client'}</TableCell>
      <TableCell className="whitespace-nowrap text-muted-foreground">
        {device.os ?? 'not known'}
        <span className="block text-xs">{device.role}</span>
      </TableCell>
      <TableCell>
        <ul className="space-y-0.5">
          {device.identities.map((identity) => (
            <li
              key={`${identity.connection}${identity.externalId}`}
              className="flex items-center gap-2 whitespace-nowrap text-xs"
              title={`matched by ${identity.matchedBy}`}
            >
              <ConnectorGlyph connector={identity.connector} withName />
              <span className="font-mono text-2xs text-muted-foreground">{identity.externalId}</span>
            </li>
          ))}
        </ul>
      </TableCell>
      <TableCell className="whitespace-nowrap">
        {device.openIncidents > 0 ? (
          <RowLink
            href={`${routes.inbox}?q=${encodeURIComponent(device.name)}`}
            className="text-accent hover:underline"
          >
            {device.openIncidents} open
          </RowLink>
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
