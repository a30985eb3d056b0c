import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { shortHash } from '#components/lib/format.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { EvidenceChip } from '#components/shared/evidence-sheet.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { UntrustedText } from '#components/shared/untrusted-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { IncidentView } from '#server/features/inbox/read-incident.schema.ts';
import { TicketNumber } from './tickets-list.tsx';

type IncidentFactsProps = Pick<IncidentView, 'device' | 'tickets' | 'evidence'> & { fingerprint: string };

export function IncidentFacts({ device, tickets, evidence, fingerprint }: IncidentFactsProps) {
  return (
    <div className="space-y-4">
      <Card>
        <CardHeader>
          <CardTitle>Device</CardTitle>
          {device && <StateBadge kind="device" value={onlineWord(device.online)} />}
        </CardHeader>
        <CardContent>{device ? <DeviceFacts device={device} /> : <Nothing>No device is named.</Nothing>}</CardContent>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Tickets</CardTitle>
        </CardHeader>
        <CardContent className="space-y-3">
          {tickets.length === 0 && <Nothing>No ticket yet.</Nothing>}
          {tickets.map((ticket) => (
            <div key={ticket.id}>
              <div className="flex items-center justify-between gap-2">
                <span className="font-mono text-xs">
                  <TicketNumber ticket={ticket} />
                </span>
                <Badge tone={ticket.isClosed ? 'ok' : 'accent'}>{ticket.status}</Badge>
              </div>
              <p className="mt-1 text-sm">
                <UntrustedText>{ticket.title}</UntrustedText>
              </p>
              <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-muted-foreground text-xs">
                <ConnectorGlyph connector={ticket.connector} withName />
                <span>{ticket.assignee ? `assigned to ${ticket.assignee}` : 'nobody assigned'}</span>
              </p>
            </div>
          ))}
        </CardContent>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Evidence</CardTitle>
          <span className="text-muted-foreground text-xs tabular-nums">{evidence.length}</span>
        </CardHeader>
        <CardContent className="flex flex-wrap gap-1.5">
          {evidence.length === 0 && <Nothing>Nothing was asked yet.</Nothing>}
          {evidence.map((entry) => (
            <EvidenceChip key={entry.id} evidenceId={entry.id} title={entry.title} />
          ))}
        </CardContent>
      </Card>
      <p className="px-1 text-2xs text-muted-foreground">
        fingerprint <span className="break-all font-mono">{shortHash(fingerprint)}</span>
      </p>
    </div>
  );
}

function DeviceFacts({ device }: { device: NonNullable<IncidentView['device']> }) {
  const routes = useRoutes();
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      <dt className="text-muted-foreground">Name</dt>
      <dd>
        <Link href={routes.devicesNamed(device.name)} className="text-accent hover:underline">
          {device.name}
        </Link>
      </dd>
      <dt className="text-muted-foreground">System</dt>
      <dd>{device.os ?? 'not known'}</dd>
      <dt className="text-muted-foreground">Role</dt>
      <dd>{device.role}</dd>
      <dt className="text-muted-foreground">Last seen</dt>
      <dd>{device.lastSeenAt ? <RelativeTime at={device.lastSeenAt} /> : 'not known'}</dd>
    </dl>
  );
}

export const onlineWord = (online: boolean | null): string =>
  online === null ? 'unknown' : online ? 'online' : 'offline';

const Nothing = ({ children }: { children: string }) => <p className="text-muted-foreground text-sm">{children}</p>;
