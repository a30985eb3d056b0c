'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleHelp } from 'lucide-react';
import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { TicketClockChips } from '#components/service-levels/ticket-clock-card.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { RunsTable } from '#components/shared/runs-table.tsx';
import { UntrustedText } from '#components/shared/untrusted-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Empty } from '#components/ui/empty.tsx';
import type { TicketView } from '#server/features/inbox/read-ticket.schema.ts';
import { TicketFacts } from './ticket-facts.tsx';
import { TicketNumber } from './ticket-number.tsx';
import { TriageCard } from './triage-card.tsx';

export function TicketPage({ ticketId }: { ticketId: string }) {
  const trpc = useTRPC();
  const routes = useRoutes();
  const view = useQuery(trpc.inbox.ticket.queryOptions({ ticketId }));
  const incidentId = view.data?.incident?.id;
  // a ticket that a run made starts none: what was done about it are the runs of its incident
  const runs = useQuery(trpc.runs.list.queryOptions({ ...(incidentId ? { incidentId } : { ticketId }), limit: 20 }));
  if (view.error) {
    return (
      <div className="p-6">
        <QueryError error={view.error} onRetry={() => view.refetch()} />
      </div>
    );
  }
  if (!view.data) return <ListSkeleton />;
  const { ticket, triage, evidence, incident } = view.data;
  return (
    <>
      <PageHeader
        parent={{ title: 'Tickets', href: routes.tickets }}
        title={<UntrustedText>{ticket.title}</UntrustedText>}
      >
        <span className="font-mono text-xs">
          <TicketNumber ticket={ticket} />
        </span>
        <Badge tone={ticket.isClosed ? 'neutral' : 'accent'}>{ticket.status}</Badge>
        <span>{ticket.client?.name ?? 'No client'}</span>
        <span>{ticket.assignee ? `assigned to ${ticket.assignee}` : 'nobody assigned'}</span>
        {ticket.openedAt && (
          <span>
            opened <RelativeTime at={ticket.openedAt} />
          </span>
        )}
        <TicketClockChips ticketId={ticketId} />
      </PageHeader>
      <div className="grid grid-cols-1 items-start gap-4 p-4 md:p-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0 space-y-4">
          <TriageCard
            triage={triage}
            evidence={evidence}
            whenNone={
              incident ? <TriagedWithIncident incident={incident} /> : <NotTriaged isClosed={ticket.isClosed} />
            }
          />
          <Description text={ticket.description} />
          <Card>
            <CardHeader>
              <CardTitle>Runs</CardTitle>
              {incident && <span className="text-muted-foreground text-xs">of its incident</span>}
            </CardHeader>
            {runs.data && runs.data.items.length > 0 ? (
              <RunsTable runs={runs.data.items} label="Runs of this ticket" />
            ) : (
              <CardContent className="text-muted-foreground text-sm">
                {runs.isPending
                  ? 'Loading'
                  : incident
                    ? 'No playbook has run for its incident.'
                    : 'This ticket started no playbook.'}
              </CardContent>
            )}
          </Card>
        </div>
        <TicketFacts view={view.data} />
      </div>
    </>
  );
}

function Description({ text }: { text: string | null }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Description</CardTitle>
        <span className="text-muted-foreground text-xs">as it was written; it decides nothing</span>
      </CardHeader>
      <CardContent>
        {text ? (
          <p className="max-w-prose whitespace-pre-wrap break-words">
            <UntrustedText>{text}</UntrustedText>
          </p>
        ) : (
          <p className="text-muted-foreground text-sm">The ticket has no description.</p>
        )}
      </CardContent>
    </Card>
  );
}

function TriagedWithIncident({ incident }: { incident: NonNullable<TicketView['incident']> }) {
  const routes = useRoutes();
  return (
    <CardContent className="text-sm">
      This ticket belongs to an incident; its triage is there:{' '}
      <Link href={routes.incident(incident.id)} className="text-accent hover:underline">
        {incident.title}
      </Link>
    </CardContent>
  );
}

const NotTriaged = ({ isClosed }: { isClosed: boolean }) => (
  <Empty icon={CircleHelp} title="Not triaged">
    {isClosed
      ? 'It was closed before MSPclaw saw it: known from history, nothing to do.'
      : 'A ticket is triaged when it is created. This one was there before, or its turn is still to come.'}
  </Empty>
);
