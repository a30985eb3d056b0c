'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { toast } from 'sonner';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { Button } from '#components/ui/button.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { ConnectorView } from '#server/features/connections/connection.schema.ts';

/** For those who have no key at hand: the simulated vendor of this installation, where it runs. */
export function TrySandbox({ connector }: { connector: ConnectorView }) {
  const trpc = useTRPC();
  const routes = useRoutes();
  const router = useRouter();
  const queries = useQueryClient();
  const sandboxes = useQuery({ ...trpc.connections.sandboxes.queryOptions(), staleTime: 60_000 });
  const connect = useMutation(
    trpc.connections.trySandbox.mutationOptions({
      onSuccess: ({ connectionId, wasThere }) => {
        toast.success(wasThere ? 'It is connected already.' : 'Connected to the sandbox.');
        void queries.invalidateQueries({ queryKey: trpc.connections.pathKey() });
        router.push(routes.connection(connectionId));
      },
      onError: (error) => toast.error(error.message),
    }),
  );
  if (!sandboxes.data?.includes(connector.id)) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border bg-raised/50 px-4 py-3">
      <FlaskConical aria-hidden className="size-4 shrink-0 text-accent" />
      <p className="min-w-0 flex-1 basis-60 text-pretty text-sm">
        <span className="font-medium">No key at hand?</span>{' '}
        <span className="text-muted-foreground">
          A simulated {connector.name} runs here, with the demo’s clients and devices. Its key is filled in for you.
        </span>
      </p>
      <Button disabled={connect.isPending} onClick={() => connect.mutate({ connector: connector.id })}>
        {connect.isPending && <Spinner label="Connecting" />} Try it with the sandbox
      </Button>
    </div>
  );
}
