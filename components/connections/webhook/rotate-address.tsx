'use client';
// A new webhook address, after saying what that does. Both are good for a while, so that nothing is lost in between.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { connectorName } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import type { ConnectionView } from '#server/features/connections/connection.schema.ts';
import { RegisterWebhook } from '../register-webhook.tsx';

export function RotateAddress({ connection }: { connection: ConnectionView }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const connectionId = connection.id;
  const vendor = connectorName(connection.connector.id);
  const rotate = useMutation(
    trpc.connections.rotateIngestSecret.mutationOptions({
      onError: (error) => toast.error(error.message),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.connections.pathKey() }),
    }),
  );
  const open = (next: boolean) => {
    setOpen(next);
    if (!next) rotate.reset();
  };
  return (
    <Dialog
      open={isOpen}
      onOpenChange={open}
      title={rotate.isSuccess ? 'The address is new' : `Replace the webhook address of ${connection.name}?`}
      description={
        rotate.isSuccess
          ? `${vendor} does not know it yet.`
          : 'For when the address may have been seen by somebody who should not.'
      }
      trigger={
        <Button>
          <RotateCw aria-hidden /> Replace the address
        </Button>
      }
    >
      {rotate.data ? (
        <div className="space-y-4 text-sm">
          <p>
            {connection.webhook?.canRegister
              ? `Tell ${vendor} now; it takes a moment.`
              : `Copy the new address from this page into ${vendor}, as its steps say.`}{' '}
            The former one ends <RelativeTime at={rotate.data.formerUntil} />.
          </p>
          <div className="flex flex-wrap gap-2">
            <RegisterWebhook connectionId={connectionId} variant="primary" onDone={() => open(false)} />
            <DialogClose render={<Button>Done</Button>} />
          </div>
        </div>
      ) : (
        <div className="space-y-4 text-sm">
          <ul className="list-disc space-y-1 pl-5">
            <li>The address of now stays good for a while, so that nothing is lost in between.</li>
            <li>Within that time {vendor} must be told the new one.</li>
            <li>If somebody has the old one, end it by hand as soon as {vendor} has the new one.</li>
          </ul>
          <div className="flex flex-wrap gap-2">
            <Button variant="danger" disabled={rotate.isPending} onClick={() => rotate.mutate({ connectionId })}>
              Replace it
            </Button>
            <DialogClose render={<Button>Keep it</Button>} />
          </div>
        </div>
      )}
    </Dialog>
  );
}
