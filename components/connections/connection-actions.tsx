'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plug, RefreshCw } from 'lucide-react';
import { toast } from 'sonner';
import { useReaches } from '#components/lib/console-context.tsx';
import { plural } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { Button } from '#components/ui/button.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { ConnectionSummary } from '#server/features/connections/connection.schema.ts';

export function ConnectionActions({ connection }: { connection: ConnectionSummary }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const isEngineer = useReaches('engineer');
  const isAdmin = useReaches('admin');
  const settled = {
    onError: (error: { message: string }) => toast.error(error.message),
    onSettled: () => void queries.invalidateQueries({ queryKey: trpc.connections.pathKey() }),
  };
  const test = useMutation(
    trpc.connections.test.mutationOptions({
      ...settled,
      onSuccess: ({ summary, warnings }) => {
        toast.success(summary);
        for (const warning of warnings) toast.warning(warning);
      },
    }),
  );
  const sync = useMutation(
    trpc.connections.sync.mutationOptions({
      ...settled,
      onSuccess: ({ clients, devices, people, gone, skipped }) => {
        for (const sentence of skipped) toast.warning(sentence);
        toast.success(
          `Read ${plural(clients, 'client')}, ${plural(devices.seen, 'device')} and ${plural(people.seen, 'person', 'people')}; ${plural(devices.added, 'device')} new, ${plural(gone, 'record')} not listed any more.`,
        );
      },
    }),
  );
  const setEnabled = useMutation(trpc.connections.setEnabled.mutationOptions(settled));
  const isOff = connection.status === 'disabled';
  const connectionId = connection.id;
  return (
    <>
      {isEngineer && !isOff && (
        <Button disabled={test.isPending} onClick={() => test.mutate({ connectionId })}>
          {test.isPending ? <Spinner label="Testing" /> : <Plug aria-hidden />} Test
        </Button>
      )}
      {isAdmin && !isOff && (
        <Button
          title="Clients, devices and people, from there"
          disabled={sync.isPending}
          onClick={() => sync.mutate({ connectionId })}
        >
          {sync.isPending ? <Spinner label="Reading" /> : <RefreshCw aria-hidden />} Read again
        </Button>
      )}
      {isAdmin && (
        <Button
          variant={isOff ? 'secondary' : 'ghost'}
          disabled={setEnabled.isPending}
          onClick={() => setEnabled.mutate({ connectionId, enabled: isOff })}
        >
          {isOff ? 'Switch on' : 'Switch off'}
        </Button>
      )}
    </>
  );
}
