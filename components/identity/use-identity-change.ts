'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useTRPC } from '#components/lib/trpc.ts';

/** Merge, split, decide and undo; whatever was done can be undone from the message about it. */
export function useIdentityChange() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: trpc.identity.pathKey() }),
      queries.invalidateQueries({ queryKey: trpc.devices.pathKey() }),
    ]);
  const failed = { onError: (error: { message: string }) => void toast.error(error.message), onSettled: refresh };
  const undo = useMutation(
    trpc.identity.undo.mutationOptions({ ...failed, onSuccess: () => void toast.success('Undone: as it was before.') }),
  );
  const offerUndo = (said: string, groupId: string | null) =>
    toast.success(
      said,
      groupId ? { duration: 15_000, action: { label: 'Undo', onClick: () => undo.mutate({ groupId }) } } : undefined,
    );
  const merge = useMutation(
    trpc.identity.merge.mutationOptions({
      ...failed,
      onSuccess: ({ groupId }) => void offerUndo('Merged. No sync takes them apart.', groupId),
    }),
  );
  const split = useMutation(
    trpc.identity.split.mutationOptions({
      ...failed,
      onSuccess: ({ groupId }) => void offerUndo('Split. No sync puts them together again.', groupId),
    }),
  );
  const decide = useMutation(
    trpc.identity.decide.mutationOptions({
      ...failed,
      onSuccess: ({ groupId }) => void offerUndo('Decided.', groupId),
    }),
  );
  return { merge, split, decide, undo };
}
