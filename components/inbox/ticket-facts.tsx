import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { TicketClockCard } from '#components/service-levels/ticket-clock-card.tsx';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { UntrustedText } from '#components/shared/untrusted-text.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { TicketView } from '#server/features/inbox/read-ticket.schema.ts';
import { DeviceCard } from './device-card.tsx';
import { EvidenceCard } from './evidence-card.tsx';

export function TicketFacts({ view }: { view: TicketView }) {
  const routes = useRoutes();
  const { ticket, device, incident, evidence } = view;
  return (
    <div className="space-y-4">
      <TicketClockCard ticketId={ticket.id} />
      <Card>
        <CardHeader>
          <CardTitle>In the PSA</CardTitle>
          <ConnectorGlyph connector={ticket.connector} withName className="text-xs" />
        </CardHeader>
        <CardContent className="space-y-3">
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
            <dt className="text-muted-foreground">Priority</dt>
            <dd>{ticket.priority ?? 'not set'}</dd>
            <dt className="text-muted-foreground">Category</dt>
            <dd>{ticket.category ?? 'not set'}</dd>
            <dt className="text-muted-foreground">Read</dt>
            <dd>
              <RelativeTime at={ticket.syncedAt} />
            </dd>
            {ticket.closedAt && (
              <>
                <dt className="text-muted-foreground">Closed</dt>
                <dd>
                  <RelativeTime at={ticket.closedAt} />
                </dd>
              </>
            )}
          </dl>
          {ticket.resolution && (
            <div className="text-sm">
              <h3 className="text-muted-foreground text-xs">Resolution</h3>
              <p className="whitespace-pre-wrap break-words">
                <UntrustedText>{ticket.resolution}</UntrustedText>
              </p>
            </div>
          )}
        </CardContent>
      </Card>
      {incident && (
        <Card>
          <CardHeader>
            <CardTitle>Incident</CardTitle>
            <StateBadge kind="incident" value={incident.status} />
          </CardHeader>
          <CardContent>
            <Link href={routes.incident(incident.id)} className="text-accent text-sm hover:underline">
              {incident.title}
            </Link>
          </CardContent>
        </Card>
      )}
      <DeviceCard device={device} />
      <EvidenceCard evidence={evidence} />
    </div>
  );
}
