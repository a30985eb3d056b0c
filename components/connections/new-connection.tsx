'use client';
// Two steps on one page: which system, then a form made from that connector's own fields. Saved only after the vendor
// answered.
import { useMutation, useQuery } from '@tanstack/react-query';
import { BadgeCheck } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { toast } from 'sonner';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { useUrlState } from '#components/lib/use-url-state.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { ConnectionForm } from './connection-form.tsx';
import { splitFields } from './split-fields.ts';

export function NewConnection() {
  const trpc = useTRPC();
  const routes = useRoutes();
  const router = useRouter();
  const url = useUrlState();
  const connectors = useQuery({ ...trpc.connections.connectors.queryOptions(), staleTime: Number.POSITIVE_INFINITY });
  const chosen = connectors.data?.find((connector) => connector.id === url.get('connector'));
  const create = useMutation(
    trpc.connections.create.mutationOptions({
      onSuccess: ({ test }) => {
        toast.success(test?.summary ?? 'Saved, not tested.');
        router.push(routes.connections);
      },
    }),
  );
  return (
    <>
      <PageHeader parent={{ title: 'Connections', href: routes.connections }} title="Connect a system" />
      <div className="grid grid-cols-1 items-start gap-6 p-4 md:p-6 lg:grid-cols-[20rem_minmax(0,36rem)]">
        {connectors.error && <QueryError error={connectors.error} onRetry={() => connectors.refetch()} />}
        {connectors.isPending && <ListSkeleton rows={4} />}
        <ul aria-label="Systems" className="space-y-2">
          {connectors.data?.map((connector) => (
            <li key={connector.id}>
              <button
                type="button"
                aria-pressed={connector.id === chosen?.id}
                onClick={() => url.set({ connector: connector.id })}
                className={cn(
                  'w-full space-y-1 rounded-lg border bg-surface p-3 text-left hover:bg-raised',
                  connector.id === chosen?.id && 'border-accent',
                )}
              >
                <ConnectorGlyph connector={connector.id} withName className="font-medium text-foreground text-sm" />
                <p className="text-muted-foreground text-xs">{connector.summary}</p>
                <Badge tone="outline" title={connector.verification.note}>
                  <BadgeCheck aria-hidden /> Connector verified: {connector.verification.level}
                </Badge>
              </button>
            </li>
          ))}
        </ul>
        {chosen && (
          <ConnectionForm
            key={chosen.id}
            connector={chosen}
            isSaving={create.isPending}
            error={create.error}
            onSave={(values) =>
              create.mutate({ connector: chosen.id, skipTest: false, ...splitFields(chosen.fields, values) })
            }
          />
        )}
      </div>
    </>
  );
}
