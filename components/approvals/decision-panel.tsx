'use client';
// Yes and no, equally large, with a reason. Nothing is decided by opening a page.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { useId, useState } from 'react';
import { toast } from 'sonner';
import { useTRPC } from '#components/lib/trpc.ts';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Label } from '#components/ui/label.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { ApprovalView } from '#server/features/approvals/read-approval.schema.ts';

export function DecisionPanel({ approval }: { approval: ApprovalView }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const commentId = useId();
  const [comment, setComment] = useState('');
  const reload = () => queries.invalidateQueries({ queryKey: trpc.approvals.pathKey() });
  const decide = useMutation(
    trpc.approvals.decide.mutationOptions({
      onSuccess: ({ status }) => {
        toast.success(status === 'approved' ? 'Approved. The run goes on.' : 'Denied. The run takes its other way.');
        void reload();
      },
      onError: () => void reload(),
    }),
  );
  if (approval.status !== 'pending') return <Decided approval={approval} />;
  const send = (decision: 'approve' | 'deny') =>
    decide.mutate({ approvalId: approval.id, planHash: approval.planHash, decision, comment });
  return (
    <Card className="max-lg:sticky max-lg:bottom-0 max-lg:z-10">
      <CardHeader>
        <CardTitle>Decide</CardTitle>
        <span className="text-muted-foreground text-xs">
          from a {approval.fromRole} · no answer <RelativeTime at={approval.expiresAt} /> means no
        </span>
      </CardHeader>
      <CardContent className="space-y-3">
        {decide.error && (
          <Alert tone="danger" title="Not decided">
            {decide.error.message}
          </Alert>
        )}
        {approval.refusal ? (
          <Alert tone="info" title="You cannot decide this">
            {approval.refusal}
          </Alert>
        ) : (
          <>
            <div className="space-y-1">
              <Label htmlFor={commentId}>Comment</Label>
              <Textarea
                id={commentId}
                rows={2}
                className="min-h-14"
                value={comment}
                maxLength={1000}
                onChange={(event) => setComment(event.target.value)}
              />
            </div>
            <div className="grid grid-cols-2 gap-2">
              <Button size="lg" variant="danger" disabled={decide.isPending} onClick={() => send('deny')}>
                <X aria-hidden /> Deny
              </Button>
              <Button size="lg" variant="primary" disabled={decide.isPending} onClick={() => send('approve')}>
                <Check aria-hidden /> Approve
              </Button>
            </div>
          </>
        )}
      </CardContent>
    </Card>
  );
}

function Decided({ approval }: { approval: ApprovalView }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Decision</CardTitle>
        <StateBadge kind="approval" value={approval.status} />
      </CardHeader>
      <CardContent className="space-y-2">
        <p>
          {approval.decidedBy ? `By ${approval.decidedBy}` : 'By nobody'}
          {approval.decidedAt && (
            <>
              , <RelativeTime at={approval.decidedAt} />
            </>
          )}
        </p>
        {approval.comment && <p className="border-l-2 pl-3 text-muted-foreground">{approval.comment}</p>}
      </CardContent>
    </Card>
  );
}
