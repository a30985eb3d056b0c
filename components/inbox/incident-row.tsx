import { Bell, MonitorSmartphone, TicketCheck } from 'lucide-react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { plural } from '#components/lib/format.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { RowLink } from '#components/shared/row-link.tsx';
import { edgeColour, StateBadge, stateOf } from '#components/shared/state-badge.tsx';
import { cn } from '#components/ui/cn.ts';
import type { IncidentSummary } from '#server/features/inbox/list-incidents.schema.ts';

export function IncidentRow({ incident }: { incident: IncidentSummary }) {
  const routes = useRoutes();
  return (
    <li className="relative flex items-center gap-3 py-2 pr-4 pl-5 hover:bg-raised/60 has-[a:focus-visible]:bg-raised md:pr-6 md:pl-7">
      <span aria-hidden className={cn('absolute inset-y-0 left-0 w-1', edgeColour[incident.severity] ?? 'bg-border')} />
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-baseline gap-2">
          <RowLink
            href={routes.incident(incident.id)}
            className="min-w-0 truncate font-medium after:absolute after:inset-0"
          >
            <span className="sr-only">{stateOf('severity', incident.severity).word}: </span>
            {incident.title}
          </RowLink>
        </div>
        <div className="mt-0.5 flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 text-muted-foreground text-xs">
          <span>{incident.client?.name ?? 'No client'}</span>
          {incident.device && (
            <span className="inline-flex items-center gap-1">
              <MonitorSmartphone aria-hidden className="size-3" />
              {incident.device.name}
            </span>
          )}
          <span className="inline-flex items-center gap-1">
            <Bell aria-hidden className="size-3" />
            {plural(incident.alertCount, 'alert')}
          </span>
          {incident.ticket && (
            <span className="inline-flex items-center gap-1">
              <TicketCheck aria-hidden className="size-3" />
              <span className="font-mono text-2xs">#{incident.ticket.externalId}</span> {incident.ticket.status}
            </span>
          )}
        </div>
      </div>
      <div className="hidden items-center gap-1.5 lg:flex">
        {incident.sources.map((source) => (
          <ConnectorGlyph key={source} connector={source} withName className="text-xs" />
        ))}
      </div>
      <div className="flex shrink-0 flex-col items-end gap-1 sm:flex-row sm:items-center sm:gap-4">
        <span className="flex justify-end sm:w-24 sm:justify-start">
          <StateBadge kind="incident" value={incident.status} />
        </span>
        <RelativeTime at={incident.lastAt} className="w-20 text-right text-muted-foreground text-xs" />
      </div>
    </li>
  );
}
