'use client';
// The first question when nothing arrives: did it reach us, and what became of it.
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';

const whileWaitingMs = 3_000;
const otherwiseMs = 30_000;

export function LastEvents({ connectionId }: { connectionId: string }) {
  const trpc = useTRPC();
  const deliveries = useQuery({
    ...trpc.connections.deliveries.queryOptions({ connectionId }),
    refetchInterval: ({ state }) => (state.data?.some((row) => row.state === 'pending') ? whileWaitingMs : otherwiseMs),
  });
  return (
    <Card aria-label="Last events">
      <CardHeader>
        <CardTitle>Last events</CardTitle>
        <span className="text-muted-foreground text-xs">the newest ten</span>
      </CardHeader>
      {deliveries.error && <QueryError error={deliveries.error} onRetry={() => deliveries.refetch()} />}
      {deliveries.isPending && <ListSkeleton rows={3} />}
      {deliveries.data?.length === 0 && (
        <CardContent className="text-muted-foreground text-sm">Nothing has arrived yet.</CardContent>
      )}
      <ul aria-label="Last events" className="divide-y">
        {deliveries.data?.map((row) => (
          <li key={row.id} className="space-y-1 px-4 py-2 text-sm">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span className="inline-flex items-center gap-2">
                <StateBadge kind="delivery" value={row.state} />
                <span className="text-muted-foreground text-xs">
                  {row.via === 'webhook' ? 'webhook' : 'found when asked'}
                </span>
              </span>
              <span className="text-muted-foreground text-xs">
                {row.attempts > 1 && `${row.attempts} attempts · `}
                <RelativeTime at={row.receivedAt} />
              </span>
            </div>
            {row.error && <p className="break-words text-muted-foreground text-xs">{row.error}</p>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
