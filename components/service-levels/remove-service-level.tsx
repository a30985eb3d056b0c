'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useTRPC } from '#components/lib/trpc.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import type { SavedServiceLevel } from '#server/features/service-levels/service-level.schema.ts';

export function RemoveServiceLevel({ level, hasGeneral }: { level: SavedServiceLevel; hasGeneral: boolean }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const remove = useMutation(
    trpc.serviceLevels.remove.mutationOptions({
      onSuccess: () => {
        setOpen(false);
        toast.success('Removed.');
      },
      onError: (error) => toast.error(error.message),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.serviceLevels.pathKey() }),
    }),
  );
  const after =
    level.client === null
      ? 'Clients without a service level of their own have no clocks any more.'
      : hasGeneral
        ? `${level.client.name} goes by the general one then.`
        : `${level.client.name} has no clocks any more.`;
  return (
    <Dialog
      title={`Remove ${level.name}?`}
      description={`${after} Nothing changes in the PSA.`}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button variant="ghost" size="icon" aria-label={`Remove ${level.name}`} title="Remove">
          <Trash2 aria-hidden />
        </Button>
      }
    >
      <div className="flex gap-2">
        <Button
          variant="danger"
          disabled={remove.isPending}
          onClick={() => remove.mutate({ serviceLevelId: level.id })}
        >
          Remove
        </Button>
        <DialogClose render={<Button>Keep</Button>} />
      </div>
    </Dialog>
  );
}
