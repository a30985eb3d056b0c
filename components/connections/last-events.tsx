'use client';
// The first question when nothing arrives: did it reach us, and what became of it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { toast } from 'sonner';
import { useReaches } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
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
              <span className="inline-flex items-center gap-2 text-muted-foreground text-xs">
                <span>
                  {row.attempts > 1 && `${row.attempts} attempts · `}
                  <RelativeTime at={row.receivedAt} />
                </span>
                {row.state !== 'pending' && (
                  <ReplayEvent connectionId={connectionId} eventId={row.id} isDead={row.state === 'dead'} />
                )}
              </span>
            </div>
            {row.error && <p className="break-words text-muted-foreground text-xs">{row.error}</p>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Taken in once more: a dead letter after whatever killed it was mended, anything else to see what becomes of it. */
function ReplayEvent({ connectionId, eventId, isDead }: { connectionId: string; eventId: string; isDead: boolean }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const replay = useMutation(
    trpc.connections.replayEvent.mutationOptions({
      onSuccess: () => toast.success('It is taken in once more.'),
      onError: (error) => toast.error(error.message),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.connections.pathKey() }),
    }),
  );
  if (!useReaches('engineer')) return null;
  return (
    <Button
      size="sm"
      variant={isDead ? 'secondary' : 'ghost'}
      disabled={replay.isPending}
      onClick={() => replay.mutate({ connectionId, eventId })}
    >
      <RotateCcw aria-hidden /> {isDead ? 'Try again' : 'Replay'}
    </Button>
  );
}
