'use client';
// Health in words first; then the gauge of requests, what waits, and when it is asked next.
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleHelp, CircleX, Hourglass, TriangleAlert } from 'lucide-react';
import { plural } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { useNow } from '#components/lib/use-now.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { ConnectionHealthView } from '#server/features/connections/connection-health.schema.ts';
import { describeBacklog, describeHealth } from './describe-health.ts';
import { PaceGauge } from './pace-gauge.tsx';

const refreshMs = 10_000;
const icons = { ok: CircleCheck, wait: TriangleAlert, bad: CircleX, neutral: CircleHelp };
const colours = { ok: 'text-ok', wait: 'text-wait', bad: 'text-bad', neutral: 'text-muted-foreground' };

export function HealthCard({ connectionId, vendor }: { connectionId: string; vendor: string }) {
  const trpc = useTRPC();
  const now = useNow();
  const health = useQuery({
    ...trpc.connections.health.queryOptions({ connectionId }),
    refetchInterval: refreshMs,
  });
  return (
    <Card aria-label="Health">
      <CardHeader>
        <CardTitle>Health</CardTitle>
        {health.data?.checkedAt && (
          <span className="text-muted-foreground text-xs">
            checked <RelativeTime at={health.data.checkedAt} />
          </span>
        )}
      </CardHeader>
      {health.error && <QueryError error={health.error} onRetry={() => health.refetch()} />}
      {health.isPending && <ListSkeleton rows={4} />}
      {health.data && (
        <CardContent className="space-y-5">
          <ul className="space-y-2">
            {describeHealth(health.data, vendor, now).map(({ tone, text }) => {
              const Icon = icons[tone];
              return (
                <li key={text} className="flex items-start gap-2 text-pretty text-sm">
                  <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${colours[tone]}`} />
                  {text}
                </li>
              );
            })}
          </ul>
          <Backlog backlog={health.data.backlog} />
          <PaceGauge pace={health.data.pace} />
          {health.data.polls.length > 0 && <Polls polls={health.data.polls} />}
        </CardContent>
      )}
    </Card>
  );
}

function Backlog({ backlog }: { backlog: ConnectionHealthView['backlog'] }) {
  const waiting = describeBacklog(backlog);
  const { dead } = backlog.events;
  if (!waiting && dead === 0) return null;
  return (
    <Alert tone={waiting ? 'warning' : 'info'} title={waiting ?? undefined}>
      {waiting && (
        <p>
          <Hourglass aria-hidden className="mr-1 inline size-3.5" />
          {backlog.since && (
            <>
              since <RelativeTime at={backlog.since} />;{' '}
            </>
          )}
          {backlog.nextTryAt ? (
            <>
              tried again <RelativeTime at={backlog.nextTryAt} />
            </>
          ) : (
            'tried again by itself'
          )}
          . Nothing is lost.
        </p>
      )}
      {dead > 0 && (
        <p>
          {plural(dead, 'event')} {dead === 1 ? 'was' : 'were'} given up. See Events to try again.
        </p>
      )}
    </Alert>
  );
}

function Polls({ polls }: { polls: ConnectionHealthView['polls'] }) {
  return (
    <div>
      <h3 className="font-medium text-sm">Asked for news</h3>
      <ul className="mt-1.5 space-y-1 text-sm">
        {polls.map((poll) => (
          <li key={poll.name} className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span>{poll.name}</span>
            <span className="text-muted-foreground text-xs">
              every {Math.round(poll.everySeconds)} s
              {poll.lastAt && (
                <>
                  , last <RelativeTime at={poll.lastAt} />
                </>
              )}
              {poll.lastNewsAt && (
                <>
                  , news <RelativeTime at={poll.lastNewsAt} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
