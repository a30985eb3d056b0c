'use client';
import { useQuery } from '@tanstack/react-query';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { RunsTable } from '#components/shared/runs-table.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { UntrustedText } from '#components/shared/untrusted-text.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { AlertsCard } from './alerts-card.tsx';
import { IncidentFacts } from './incident-facts.tsx';
import { TriageCard } from './triage-card.tsx';

export function IncidentPage({ incidentId }: { incidentId: string }) {
  const trpc = useTRPC();
  const routes = useRoutes();
  const view = useQuery(trpc.inbox.incident.queryOptions({ incidentId }));
  const runs = useQuery(trpc.runs.list.queryOptions({ incidentId, limit: 20 }));
  if (view.error) {
    return (
      <div className="p-6">
        <QueryError error={view.error} onRetry={() => view.refetch()} />
      </div>
    );
  }
  if (!view.data) return <ListSkeleton />;
  const { incident, triage, alerts, tickets, evidence, device } = view.data;
  return (
    <>
      <PageHeader
        parent={{ title: 'Inbox', href: routes.inbox }}
        title={<UntrustedText>{incident.title}</UntrustedText>}
      >
        <StateBadge kind="severity" value={incident.severity} />
        <StateBadge kind="incident" value={incident.status} />
        <span>{incident.client?.name ?? 'No client'}</span>
        {incident.device && <span>{incident.device.name}</span>}
        <span className="font-mono text-xs">{incident.kind}</span>
        <span>
          first <RelativeTime at={incident.firstAt} />, last <RelativeTime at={incident.lastAt} />
        </span>
      </PageHeader>
      <div className="grid grid-cols-1 items-start gap-4 p-4 md:p-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0 space-y-4">
          <TriageCard triage={triage} evidence={evidence} />
          <Card>
            <CardHeader>
              <CardTitle>Runs</CardTitle>
            </CardHeader>
            {runs.data && runs.data.items.length > 0 ? (
              <RunsTable runs={runs.data.items} label="Runs of this incident" />
            ) : (
              <CardContent className="text-muted-foreground text-sm">
                {runs.isPending ? 'Loading' : 'No playbook has run for this incident.'}
              </CardContent>
            )}
          </Card>
          <AlertsCard alerts={alerts} total={incident.alertCount} />
        </div>
        <IncidentFacts device={device} tickets={tickets} evidence={evidence} fingerprint={incident.fingerprint} />
      </div>
    </>
  );
}
