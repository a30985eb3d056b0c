'use client';
// The answer to a side effect was lost. Nobody but a person may say what became of it; both answers are one click away
// and neither is suggested.
import { useMutation } from '@tanstack/react-query';
import { CircleHelp } from 'lucide-react';
import { useId, useState } from 'react';
import { toast } from 'sonner';
import { useReaches } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Label } from '#components/ui/label.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { RunView } from '#server/features/runs/read-run.schema.ts';

export function UnknownStep({ view }: { view: RunView }) {
  const trpc = useTRPC();
  const mayDecide = useReaches('engineer');
  const commentId = useId();
  const [comment, setComment] = useState('');
  const decide = useMutation(
    trpc.runs.decideStep.mutationOptions({
      onSuccess: () => toast.success('Decided. The run goes on.'),
      onError: (error) => toast.error(error.message),
    }),
  );
  const path = view.wait?.reason === 'decision' ? view.wait.path : undefined;
  const step =
    view.steps.find((candidate) => candidate.path === path) ??
    view.steps.find((candidate) => candidate.status === 'unknown');
  if (!step) return null;
  const send = (decision: 'retry' | 'happened') =>
    decide.mutate({ runId: view.run.id, path: step.path, attempt: step.attempt, decision, comment });
  return (
    <Card className="border-unsure/50 p-4" aria-label="A step whose outcome is unknown">
      <div className="flex items-start gap-3">
        <CircleHelp aria-hidden className="mt-0.5 size-5 shrink-0 text-unsure" />
        <div className="min-w-0 flex-1 space-y-3">
          <div>
            <h2 className="font-semibold">
              Did <span className="font-mono">{step.path}</span> happen?
            </h2>
            <p className="mt-1 max-w-2xl text-muted-foreground">
              {step.capability ?? 'A call'} was sent to {view.run.device?.name ?? 'the vendor'} and the answer was lost.
              It is not sent again by itself. Look at the device or in the vendor’s console, then say what you found.
            </p>
          </div>
          {mayDecide ? (
            <>
              <div className="max-w-xl space-y-1">
                <Label htmlFor={commentId}>What did you see? (goes into the audit log)</Label>
                <Textarea
                  id={commentId}
                  value={comment}
                  maxLength={1000}
                  onChange={(event) => setComment(event.target.value)}
                />
              </div>
              <div className="flex flex-wrap gap-2">
                <Button size="lg" disabled={decide.isPending || decide.isSuccess} onClick={() => send('happened')}>
                  It happened
                </Button>
                <Button size="lg" disabled={decide.isPending || decide.isSuccess} onClick={() => send('retry')}>
                  It did not: send it again
                </Button>
              </div>
            </>
          ) : (
            <p className="text-sm">An engineer or above decides this.</p>
          )}
        </div>
      </div>
    </Card>
  );
}
