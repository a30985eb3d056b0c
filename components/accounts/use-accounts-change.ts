'use client';
// What every change to people has in common: say what failed, read again what changed.
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useTRPC } from '#components/lib/trpc.ts';

export function useAccountsChange(done?: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return {
    onSuccess: () => {
      if (done) toast.success(done);
    },
    onError: (error: { message: string }) => {
      toast.error(error.message);
    },
    onSettled: () => queryClient.invalidateQueries(trpc.accounts.pathFilter()),
  };
}
