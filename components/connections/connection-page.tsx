'use client';
import { useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import Link from 'next/link';
import { useReaches, useRoutes } from '#components/lib/console-context.tsx';
import { plural } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { oneOf, useUrlState } from '#components/lib/use-url-state.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import type { ConnectionView } from '#server/features/connections/connection.schema.ts';
import { ConnectionActions } from './connection-actions.tsx';
import { EditConnection } from './edit-connection.tsx';
import { VerificationBadge } from './gallery/verification-badge.tsx';
import { HealthCard } from './health/health-card.tsx';
import { LastCalls } from './health/last-calls.tsx';
import { LastEvents } from './last-events.tsx';
import { MappingTab } from './mapping/mapping-tab.tsx';
import { ScriptsTab } from './scripts/scripts-tab.tsx';
import { SendTestAlert } from './send-test-alert.tsx';
import { WebhookCard } from './webhook/webhook-card.tsx';

const tabs = ['overview', 'mapping', 'scripts', 'settings'] as const;

export function ConnectionPage({ connectionId }: { connectionId: string }) {
  const trpc = useTRPC();
  const routes = useRoutes();
  const url = useUrlState();
  const isAdmin = useReaches('admin');
  const isEngineer = useReaches('engineer');
  const view = useQuery(trpc.connections.read.queryOptions({ connectionId }));
  if (view.error) {
    return (
      <div className="p-6">
        <QueryError error={view.error} onRetry={() => view.refetch()} />
      </div>
    );
  }
  if (!view.data) return <ListSkeleton />;
  const connection = view.data;
  const hasScripts = connection.capabilities.includes('script.run');
  const shown = tabs.filter((tab) => (tab !== 'scripts' || hasScripts) && (tab !== 'settings' || isAdmin));
  const content = {
    overview: { title: 'Overview', content: <Overview connection={connection} /> },
    mapping: { title: 'Mapping', content: <MappingTab connection={connection} /> },
    scripts: { title: 'Scripts', content: <ScriptsTab connectionId={connectionId} /> },
    settings: {
      title: 'Settings',
      content: (
        <div className="max-w-2xl p-4 md:p-6">
          <EditConnection connection={connection} />
        </div>
      ),
    },
  };
  return (
    <>
      <PageHeader
        parent={{ title: 'Connections', href: routes.connections }}
        title={connection.name}
        actions={<ConnectionActions connection={connection} />}
      >
        <StateBadge kind="connection" value={connection.status} />
        <ConnectorGlyph connector={connection.connector.id} withName className="text-xs" />
        <VerificationBadge verification={connection.verification} withHint />
        {connection.isSandbox && (
          <Badge tone="accent">
            <FlaskConical aria-hidden /> Sandbox
          </Badge>
        )}
        {connection.checkedAt && (
          <span>
            checked <RelativeTime at={connection.checkedAt} />
          </span>
        )}
        {isEngineer && (
          <Link href={routes.auditOf('connection', connection.id)} className="text-accent hover:underline">
            Audit log
          </Link>
        )}
        {connection.statusDetail && <p className="w-full text-pretty">{connection.statusDetail}</p>}
      </PageHeader>
      <Tabs
        label="Connection"
        value={oneOf(shown, url.get('tab')) ?? 'overview'}
        onChange={(tab) => url.set({ tab: tab === 'overview' ? null : tab })}
        tabs={shown.map((value) => ({ value, ...content[value] }))}
      />
    </>
  );
}

function Overview({ connection }: { connection: ConnectionView }) {
  const routes = useRoutes();
  const { counts, connector } = connection;
  return (
    <div className="grid grid-cols-1 items-start gap-4 p-4 md:p-6 xl:grid-cols-2">
      <div className="min-w-0 space-y-4">
        <HealthCard connectionId={connection.id} vendor={connector.name} />
        <Card aria-label="What it knows">
          <CardHeader>
            <CardTitle>What it knows</CardTitle>
          </CardHeader>
          <CardContent className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
            <Link href={routes.clients} className="text-accent hover:underline">
              {plural(counts.clients, 'client')}
            </Link>
            <Link href={routes.devicesOf({ connection: connection.id })} className="text-accent hover:underline">
              {plural(counts.devices, 'device')}
            </Link>
            <span>{plural(counts.engineers, 'technician')}</span>
          </CardContent>
        </Card>
        <LastCalls connectionId={connection.id} />
      </div>
      <div className="min-w-0 space-y-4">
        <WebhookCard connection={connection} />
        {connection.isSandbox && connector.systems.includes('rmm') && (
          <Card aria-label="Sandbox">
            <CardContent>
              <SendTestAlert connectionId={connection.id} />
            </CardContent>
          </Card>
        )}
        <LastEvents connectionId={connection.id} />
      </div>
    </div>
  );
}
