'use client';
// While an address or a secret changes, both are good: until when, and how to end that earlier.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useReaches } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import type { ConnectionHealthView } from '#server/features/connections/connection-health.schema.ts';

type Hook = NonNullable<ConnectionHealthView['webhook']>;

export function FormerValues({ connectionId, hook }: { connectionId: string; hook: Hook }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const isAdmin = useReaches('admin');
  const end = useMutation(
    trpc.connections.endFormer.mutationOptions({
      onSuccess: (_, { what }) => toast.success(`The former ${what === 'address' ? 'address' : 'secrets'} ended.`),
      onError: (error) => toast.error(error.message),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.connections.pathKey() }),
    }),
  );
  const former = [
    { what: 'address' as const, word: 'The former address', until: hook.formerAddressUntil },
    { what: 'secrets' as const, word: 'The former secrets', until: hook.formerSecretsUntil },
  ];
  return former.map(
    ({ what, word, until }) =>
      until && (
        <Alert
          key={what}
          tone="info"
          actions={
            isAdmin && (
              <Button size="sm" disabled={end.isPending} onClick={() => end.mutate({ connectionId, what })}>
                End it now
              </Button>
            )
          }
        >
          {word} {what === 'address' ? 'is' : 'are'} still good; {what === 'address' ? 'it ends' : 'they end'}{' '}
          <RelativeTime at={until} />. Tell the vendor the new one before.
        </Alert>
      ),
  );
}
