'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useTRPC } from '#components/lib/trpc.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import type { ConnectionView } from '#server/features/connections/connection.schema.ts';

/** New values of the secrets we make ourselves; the former ones stay good for a while. */
export function RotateSecrets({ connection }: { connection: ConnectionView }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const rotate = useMutation(
    trpc.connections.rotateWebhookSecrets.mutationOptions({
      onSuccess: () => {
        toast.success('New secrets are made. Tell them to the vendor: they stand above.');
        setOpen(false);
      },
      onError: (error) => toast.error(error.message),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.connections.pathKey() }),
    }),
  );
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setOpen}
      title={`New webhook secrets for ${connection.name}?`}
      description="The values that prove that a call is the vendor’s."
      trigger={
        <Button>
          <KeyRound aria-hidden /> New secrets
        </Button>
      }
    >
      <div className="space-y-4 text-sm">
        <p>
          New ones are made now. The present ones stay good for a while, so that nothing is lost until the vendor has
          the new ones.
        </p>
        <div className="flex flex-wrap gap-2">
          <Button
            variant="danger"
            disabled={rotate.isPending}
            onClick={() => rotate.mutate({ connectionId: connection.id })}
          >
            Make new secrets
          </Button>
          <DialogClose render={<Button>Keep them</Button>} />
        </div>
      </div>
    </Dialog>
  );
}
