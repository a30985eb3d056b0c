'use client';
import { useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import Link from 'next/link';
import { useReaches, useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { ConnectionActions } from './connection-actions.tsx';
import { EditConnection } from './edit-connection.tsx';
import { LastEvents } from './last-events.tsx';
import { RotateAddress } from './rotate-address.tsx';
import { WebhookAddress } from './webhook-address.tsx';

export function ConnectionPage({ connectionId }: { connectionId: string }) {
  const trpc = useTRPC();
  const routes = useRoutes();
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
  return (
    <>
      <PageHeader
        parent={{ title: 'Connections', href: routes.connections }}
        title={connection.name}
        actions={<ConnectionActions connection={connection} />}
      >
        <StateBadge kind="connection" value={connection.status} />
        <ConnectorGlyph connector={connection.connector.id} withName className="text-xs" />
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
      <div className="grid grid-cols-1 items-start gap-4 p-4 md:p-6 xl:grid-cols-[minmax(0,1fr)_28rem]">
        {isAdmin && <EditConnection connection={connection} />}
        <div className="min-w-0 space-y-4">
          <Card>
            <CardHeader>
              <CardTitle>How its events arrive</CardTitle>
            </CardHeader>
            <CardContent>
              <WebhookAddress connectionId={connection.id} name={connection.name} />
            </CardContent>
            {connection.webhook?.url && (
              <CardFooter>
                <RotateAddress connection={connection} />
              </CardFooter>
            )}
          </Card>
          <LastEvents connectionId={connection.id} />
        </div>
      </div>
    </>
  );
}
