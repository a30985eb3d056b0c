'use client';
// Does the vendor reach us? Counted from the press of the button; what is seen is a delivery that proved to be theirs.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, Radio } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { useReaches } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { ConnectionView } from '#server/features/connections/connection.schema.ts';

const patienceMs = 120_000;
const askEveryMs = 2_000;

export function TestWebhook({ connection }: { connection: ConnectionView }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const connectionId = connection.id;
  const [isOver, setOver] = useState(false);
  const start = useMutation(
    trpc.connections.testWebhook.mutationOptions({
      onMutate: () => setOver(false),
      onError: (error) => toast.error(error.message),
    }),
  );
  const since = start.data?.since;
  const arrival = useQuery({
    ...trpc.connections.webhookArrival.queryOptions({ connectionId, since: since ?? '' }),
    enabled: since !== undefined && !isOver,
    refetchInterval: ({ state }) => (state.data?.delivery ? false : askEveryMs),
  });
  const delivery = arrival.data?.delivery;
  useEffect(() => {
    if (!since || delivery) return;
    const timer = setTimeout(() => setOver(true), patienceMs);
    return () => clearTimeout(timer);
  }, [since, delivery]);
  useEffect(() => {
    if (delivery) void queries.invalidateQueries({ queryKey: trpc.connections.deliveries.queryKey({ connectionId }) });
  }, [delivery, queries, trpc, connectionId]);
  if (!useReaches('engineer')) return null;
  const isWaiting = since !== undefined && !delivery && !isOver;
  return (
    <div className="space-y-3" aria-live="polite">
      <Button disabled={start.isPending || isWaiting} onClick={() => start.mutate({ connectionId })}>
        {isWaiting ? <Spinner label="Waiting" /> : <Radio aria-hidden />} Test the webhook
      </Button>
      {isWaiting && (
        <Alert tone="info" title="Waiting for it">
          {start.data?.hint}
        </Alert>
      )}
      {delivery && (
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <CircleCheck aria-hidden className="size-4 text-ok" /> It arrived, and it is really theirs.
          <StateBadge kind="delivery" value={delivery.state} />
        </p>
      )}
      {isOver && !delivery && (
        <Alert tone="warning" title="Nothing arrived in two minutes">
          {connection.webhook?.canRegister
            ? 'Register the webhook again, and see whether this installation can be reached from the internet.'
            : 'Compare the address and the header there with those above, and see whether this installation can be reached from the internet.'}
        </Alert>
      )}
    </div>
  );
}
