'use client';
import { FlaskConical } from 'lucide-react';
import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { plural } from '#components/lib/format.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { ConnectionSummary } from '#server/features/connections/connection.schema.ts';
import { ConnectionActions } from './connection-actions.tsx';
import { VerificationBadge } from './gallery/verification-badge.tsx';
import { SendTestAlert } from './send-test-alert.tsx';

export function ConnectionCard({ connection }: { connection: ConnectionSummary }) {
  const { counts } = connection;
  const routes = useRoutes();
  return (
    <Card aria-label={connection.name}>
      <CardHeader>
        <div className="min-w-0">
          <CardTitle className="truncate">
            <Link href={routes.connection(connection.id)} className="hover:underline">
              {connection.name}
            </Link>
          </CardTitle>
          <ConnectorGlyph connector={connection.connector.id} withName className="text-xs" />
        </div>
        <StateBadge kind="connection" value={connection.status} />
      </CardHeader>
      <CardContent className="space-y-4">
        {connection.statusDetail && <p className="text-pretty text-sm">{connection.statusDetail}</p>}
        <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-sm sm:grid-cols-3">
          <div>
            <dt className="text-muted-foreground text-xs">Last event</dt>
            <dd>{connection.lastEventAt ? <RelativeTime at={connection.lastEventAt} /> : 'none yet'}</dd>
          </div>
          <div>
            <dt className="text-muted-foreground text-xs">Checked</dt>
            <dd>{connection.checkedAt ? <RelativeTime at={connection.checkedAt} /> : 'never'}</dd>
          </div>
          <div>
            <dt className="text-muted-foreground text-xs">Knows</dt>
            <dd>
              {plural(counts.clients, 'client')},{' '}
              {connection.connector.systems.includes('rmm')
                ? plural(counts.devices, 'device')
                : plural(counts.engineers, 'engineer')}
            </dd>
          </div>
        </dl>
        <p className="flex flex-wrap items-center gap-2">
          <VerificationBadge verification={connection.verification} withHint />
          {connection.isSandbox && (
            <Badge tone="accent">
              <FlaskConical aria-hidden /> Sandbox
            </Badge>
          )}
        </p>
      </CardContent>
      <CardFooter>
        <ConnectionActions connection={connection} />
        {connection.isSandbox && connection.connector.systems.includes('rmm') && (
          <SendTestAlert connectionId={connection.id} />
        )}
      </CardFooter>
    </Card>
  );
}
