'use client';
// What was asked of the vendor and changed there last, as it was kept: without secrets.
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { JsonViewer } from '#components/shared/json-viewer.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';

export function LastCalls({ connectionId }: { connectionId: string }) {
  const trpc = useTRPC();
  const routes = useRoutes();
  const calls = useQuery({ ...trpc.connections.calls.queryOptions({ connectionId }), refetchInterval: 30_000 });
  return (
    <Card aria-label="Last calls">
      <CardHeader>
        <CardTitle>Last calls</CardTitle>
        <span className="text-muted-foreground text-xs">the newest twenty, secrets taken out</span>
      </CardHeader>
      {calls.error && <QueryError error={calls.error} onRetry={() => calls.refetch()} />}
      {calls.isPending && <ListSkeleton rows={4} />}
      {calls.data?.length === 0 && (
        <CardContent className="text-muted-foreground text-sm">
          Nothing was asked for a ticket, an alert or a playbook yet.
        </CardContent>
      )}
      <ul aria-label="Last calls" className="divide-y">
        {calls.data?.map((call) => (
          <li key={call.id}>
            <details className="group">
              <summary className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm hover:bg-raised/60">
                <StateBadge kind="effect" value={call.isChange ? 'write' : 'read'} />
                <span className="min-w-0 flex-1 basis-48 truncate">{call.title}</span>
                <RelativeTime at={call.at} className="text-muted-foreground text-xs" />
              </summary>
              <div className="space-y-3 border-t bg-background/50 px-4 py-3">
                <p className="flex flex-wrap gap-x-4 text-muted-foreground text-xs">
                  <code>{call.capability}</code>
                  {call.runId && (
                    <Link href={routes.run(call.runId)} className="text-accent hover:underline">
                      Open the run
                    </Link>
                  )}
                  {call.incidentId && (
                    <Link href={routes.incident(call.incidentId)} className="text-accent hover:underline">
                      Open the incident
                    </Link>
                  )}
                </p>
                <div>
                  <h3 className="mb-1 font-medium text-xs">Asked</h3>
                  <JsonViewer label="Asked" value={call.request} />
                </div>
                {!call.isChange && (
                  <div>
                    <h3 className="mb-1 font-medium text-xs">Answered</h3>
                    <JsonViewer label="Answered" value={call.answer} className="max-h-80 overflow-y-auto" />
                  </div>
                )}
              </div>
            </details>
          </li>
        ))}
      </ul>
    </Card>
  );
}
