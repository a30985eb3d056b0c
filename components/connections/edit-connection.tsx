'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import type { ConnectionView } from '#server/features/connections/connection.schema.ts';
import { ConnectionForm } from './connection-form.tsx';
import { changedFields } from './split-fields.ts';

export function EditConnection({ connection }: { connection: ConnectionView }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  // after a save the form starts again from what is stored, with empty keys
  const [timesSaved, setTimesSaved] = useState(0);
  const connectors = useQuery({ ...trpc.connections.connectors.queryOptions(), staleTime: Number.POSITIVE_INFINITY });
  const update = useMutation(
    trpc.connections.update.mutationOptions({
      onSuccess: async ({ test }) => {
        await queries.invalidateQueries({ queryKey: trpc.connections.pathKey() });
        setTimesSaved((times) => times + 1);
        toast.success(test ? `Saved. ${test.summary}` : 'Saved.');
        for (const warning of test?.warnings ?? []) toast.warning(warning);
      },
    }),
  );
  if (connectors.error) return <QueryError error={connectors.error} onRetry={() => connectors.refetch()} />;
  if (!connectors.data) return <ListSkeleton rows={4} />;
  const connector = connectors.data.find(({ id }) => id === connection.connector.id);
  if (!connector) return null;
  return (
    <ConnectionForm
      key={timesSaved}
      connector={connector}
      saved={connection}
      isSaving={update.isPending}
      error={update.error}
      onSave={(values) =>
        update.mutate({ connectionId: connection.id, ...changedFields(connector.fields, connection, values) })
      }
    />
  );
}
