'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Webhook } from 'lucide-react';
import { toast } from 'sonner';
import { useTRPC } from '#components/lib/trpc.ts';
import { Button } from '#components/ui/button.tsx';

interface RegisterWebhookProps {
  connectionId: string;
  variant?: 'ghost' | 'primary';
  onDone?: () => void;
}

/** Only for systems that let us set their webhook up by ourselves. */
export function RegisterWebhook({ connectionId, variant = 'ghost', onDone }: RegisterWebhookProps) {
  const trpc = useTRPC();
  const connection = useQuery(trpc.connections.read.queryOptions({ connectionId }));
  const register = useMutation(
    trpc.connections.registerWebhook.mutationOptions({
      onSuccess: () => {
        toast.success('The webhook is registered there.');
        onDone?.();
      },
      onError: (error) => toast.error(error.message),
    }),
  );
  if (!connection.data?.webhook?.canRegister) return null;
  return (
    <Button variant={variant} disabled={register.isPending} onClick={() => register.mutate({ connectionId })}>
      <Webhook aria-hidden /> Register webhook
    </Button>
  );
}
