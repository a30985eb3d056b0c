'use client';
// What our words are at this vendor, and which of its clients is which of ours. What a person chose no sync changes.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { toast } from 'sonner';
import { useReaches } from '#components/lib/console-context.tsx';
import { plural } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { ConnectionView } from '#server/features/connections/connection.schema.ts';
import { ClientMapping } from './client-mapping.tsx';
import { MappingSection } from './mapping-section.tsx';

export function MappingTab({ connection }: { connection: ConnectionView }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const isAdmin = useReaches('admin');
  const isEngineer = useReaches('engineer');
  const connectionId = connection.id;
  const hasTickets = connection.connector.systems.includes('psa');
  const mapping = useQuery({ ...trpc.mapping.read.queryOptions({ connectionId }), enabled: hasTickets });
  const settled = {
    onError: (error: { message: string }) => toast.error(error.message),
    onSettled: () => queries.invalidateQueries({ queryKey: trpc.mapping.read.queryKey({ connectionId }) }),
  };
  const suggest = useMutation(
    trpc.mapping.suggest.mutationOptions({
      ...settled,
      onSuccess: ({ suggested, open }) =>
        toast.success(`${plural(suggested, 'suggestion')}; ${plural(open, 'word')} without one.`),
    }),
  );
  const check = useMutation(
    trpc.mapping.check.mutationOptions({
      ...settled,
      onSuccess: ({ checked, missing }) =>
        missing > 0
          ? toast.warning(`${missing} of ${plural(checked, 'value')} are not there any more.`)
          : toast.success(`All ${plural(checked, 'value')} are still there.`),
    }),
  );
  return (
    <div className="space-y-4 p-4 md:p-6">
      <ClientMapping connectionId={connectionId} />
      {hasTickets && (
        <>
          <div className="flex flex-wrap items-end justify-between gap-2 pt-2">
            <div>
              <h2 className="font-semibold text-sm">Words</h2>
              <p className="max-w-prose text-muted-foreground text-xs leading-5">
                Playbooks speak in one set of words. Here is what each is called in {connection.name}.
              </p>
            </div>
            {isEngineer && (
              <div className="flex gap-2">
                <Button size="sm" disabled={check.isPending} onClick={() => check.mutate({ connectionId })}>
                  {check.isPending ? <Spinner label="Checking" /> : <RefreshCw aria-hidden />} Check against the vendor
                </Button>
                {isAdmin && (
                  <Button size="sm" disabled={suggest.isPending} onClick={() => suggest.mutate({ connectionId })}>
                    Suggest again
                  </Button>
                )}
              </div>
            )}
          </div>
          {mapping.error && <QueryError error={mapping.error} onRetry={() => mapping.refetch()} />}
          {mapping.isPending && <ListSkeleton rows={6} />}
          {mapping.data?.sections.map((section) => (
            <MappingSection key={section.kind} connectionId={connectionId} section={section} canEdit={isAdmin} />
          ))}
        </>
      )}
      {!hasTickets && (
        <Alert tone="info">This system has no tickets, so no statuses or priorities need a translation.</Alert>
      )}
    </div>
  );
}
