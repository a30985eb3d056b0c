import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { shortHash } from '#components/lib/format.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { UntrustedText } from '#components/shared/untrusted-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { IncidentView } from '#server/features/inbox/read-incident.schema.ts';
import { DeviceCard } from './device-card.tsx';
import { EvidenceCard } from './evidence-card.tsx';
import { TicketNumber } from './ticket-number.tsx';

type IncidentFactsProps = Pick<IncidentView, 'device' | 'tickets' | 'evidence'> & { fingerprint: string };

export function IncidentFacts({ device, tickets, evidence, fingerprint }: IncidentFactsProps) {
  const routes = useRoutes();
  return (
    <div className="space-y-4">
      <DeviceCard device={device} />
      <Card>
        <CardHeader>
          <CardTitle>Tickets</CardTitle>
        </CardHeader>
        <CardContent className="space-y-3">
          {tickets.length === 0 && <p className="text-muted-foreground text-sm">No ticket yet.</p>}
          {tickets.map((ticket) => (
            <div key={ticket.id}>
              <div className="flex items-center justify-between gap-2">
                <span className="font-mono text-xs">
                  <TicketNumber ticket={ticket} />
                </span>
                <Badge tone={ticket.isClosed ? 'ok' : 'accent'}>{ticket.status}</Badge>
              </div>
              <p className="mt-1 text-sm">
                <Link href={routes.ticket(ticket.id)} className="hover:underline">
                  <UntrustedText>{ticket.title}</UntrustedText>
                </Link>
              </p>
              <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-muted-foreground text-xs">
                <ConnectorGlyph connector={ticket.connector} withName />
                <span>{ticket.assignee ? `assigned to ${ticket.assignee}` : 'nobody assigned'}</span>
              </p>
            </div>
          ))}
        </CardContent>
      </Card>
      <EvidenceCard evidence={evidence} />
      <p className="px-1 text-2xs text-muted-foreground">
        fingerprint <span className="break-all font-mono">{shortHash(fingerprint)}</span>
      </p>
    </div>
  );
}
