'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useReaches } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';

export function CancelRun({ runId, requestedBy }: { runId: string; requestedBy: string | null }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const mayCancel = useReaches('technician');
  const cancel = useMutation(
    trpc.runs.cancel.mutationOptions({
      onSuccess: ({ result }) => {
        setOpen(false);
        toast.success(
          result === 'finished' ? 'The run had ended already.' : 'Asked to end. What is under way is settled first.',
        );
        void queries.invalidateQueries({ queryKey: trpc.runs.read.queryKey({ runId }) });
      },
      onError: (error) => toast.error(error.message),
    }),
  );
  if (requestedBy) return <span className="text-muted-foreground text-sm">End requested by {requestedBy}</span>;
  if (!mayCancel) return null;
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setOpen}
      title="End this run?"
      description="A side effect under way is settled first; nothing that was done is undone."
      trigger={
        <Button variant="danger">
          <Ban aria-hidden /> Cancel run
        </Button>
      }
    >
      <div className="flex justify-end gap-2">
        <Button onClick={() => setOpen(false)}>Keep it running</Button>
        <Button variant="danger" disabled={cancel.isPending} onClick={() => cancel.mutate({ runId })}>
          End the run
        </Button>
      </div>
    </Dialog>
  );
}
