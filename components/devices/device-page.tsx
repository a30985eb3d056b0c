'use client';
// One device across every system that knows it.
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { ConflictsCard } from '#components/identity/conflicts-card.tsx';
import { DecisionsCard } from '#components/identity/decisions-card.tsx';
import { MergeDialog } from '#components/identity/merge-dialog.tsx';
import { RecordsCard } from '#components/identity/records-card.tsx';
import { useReaches, useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { DeviceView } from '#server/features/devices/list-devices.schema.ts';

export function DevicePage({ deviceId }: { deviceId: string }) {
  const trpc = useTRPC();
  const routes = useRoutes();
  const canEdit = useReaches('engineer');
  const isEngineer = canEdit;
  const view = useQuery(trpc.devices.read.queryOptions({ id: deviceId }));
  if (view.error) {
    return (
      <div className="p-6">
        <QueryError error={view.error} onRetry={() => view.refetch()} />
      </div>
    );
  }
  if (!view.data) return <ListSkeleton />;
  const device = view.data;
  const status = device.goneAt ? 'gone' : device.online === null ? 'unknown' : device.online ? 'online' : 'offline';
  return (
    <>
      <PageHeader
        parent={{ title: 'Devices', href: routes.devices }}
        title={device.name}
        actions={canEdit && <MergeDialog kind="device" subject={device} />}
      >
        <StateBadge kind="device" value={status} />
        {device.client ? (
          <Link href={routes.client(device.client.id)} className="text-accent hover:underline">
            {device.client.name}
          </Link>
        ) : (
          <span>No client</span>
        )}
        <span>{device.os ?? 'System not known'}</span>
        {device.lastSeenAt && (
          <span>
            last seen <RelativeTime at={device.lastSeenAt} />
          </span>
        )}
        {isEngineer && (
          <Link href={routes.auditOf('device', device.id)} className="text-accent hover:underline">
            Audit log
          </Link>
        )}
      </PageHeader>
      <div className="grid grid-cols-1 items-start gap-4 p-4 md:p-6 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="min-w-0 space-y-4">
          {device.isRedirected && <Alert tone="info">The device you looked for was merged into this one.</Alert>}
          <ConflictsCard conflicts={device.conflicts} />
          <RecordsCard kind="device" subject={device} records={device.records} />
        </div>
        <div className="min-w-0 space-y-4">
          <Facts device={device} />
          <Incidents device={device} />
          <DecisionsCard decisions={device.decisions} />
        </div>
      </div>
    </>
  );
}

function Facts({ device }: { device: DeviceView }) {
  const facts: [string, string][] = [
    ['Serial number', device.serial ?? 'not known'],
    ['Role', device.role],
    ['Addresses', device.macs.join(', ') || 'not known'],
  ];
  return (
    <Card aria-label="Agreed facts">
      <CardHeader>
        <CardTitle>What they agree on</CardTitle>
      </CardHeader>
      <CardContent>
        <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-y-1.5 text-sm">
          {facts.map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-muted-foreground">{label}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </CardContent>
    </Card>
  );
}

function Incidents({ device }: { device: DeviceView }) {
  const routes = useRoutes();
  return (
    <Card aria-label="Incidents">
      <CardHeader>
        <CardTitle>Incidents</CardTitle>
        <Badge tone={device.openIncidents > 0 ? 'wait' : 'neutral'}>{device.openIncidents} open</Badge>
      </CardHeader>
      {device.incidents.length === 0 && <CardContent className="text-muted-foreground text-sm">None.</CardContent>}
      <ul className="divide-y">
        {device.incidents.map((incident) => (
          <li key={incident.id} className="px-4 py-2 text-sm">
            <Link href={routes.incident(incident.id)} className="block truncate hover:underline">
              {incident.title}
            </Link>
            <span className="flex flex-wrap items-center gap-2 text-muted-foreground text-xs">
              <StateBadge kind="incident" value={incident.status} />
              <RelativeTime at={incident.lastAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
