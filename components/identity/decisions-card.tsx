'use client';
import { Undo2 } from 'lucide-react';
import { useReaches } from '#components/lib/console-context.tsx';
import { plural } from '#components/lib/format.ts';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { DecisionView } from '#server/features/identity/identity.schema.ts';
import { useIdentityChange } from './use-identity-change.ts';

/** What people decided about it: a receipt each, with the way back. */
export function DecisionsCard({ decisions }: { decisions: DecisionView[] }) {
  const { undo } = useIdentityChange();
  const canEdit = useReaches('engineer');
  if (decisions.length === 0) return null;
  return (
    <Card aria-label="Decided by people">
      <CardHeader>
        <CardTitle>Decided by people</CardTitle>
      </CardHeader>
      <ul aria-label="Decided by people" className="divide-y">
        {decisions.map((decision) => (
          <li key={decision.groupId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-sm">
            <p className="min-w-0 flex-1 basis-56 text-pretty">
              {sentenceOf(decision)}
              <span className="block text-muted-foreground text-xs">
                {decision.by}, <RelativeTime at={decision.at} />
                {decision.why && `: ${decision.why}`}
              </span>
            </p>
            {decision.revokedAt ? (
              <Badge>
                Taken back <RelativeTime at={decision.revokedAt} />
              </Badge>
            ) : (
              canEdit && (
                <Button
                  size="sm"
                  disabled={undo.isPending}
                  aria-label={`Undo: ${sentenceOf(decision)}`}
                  onClick={() => undo.mutate({ groupId: decision.groupId })}
                >
                  <Undo2 aria-hidden /> Undo
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function sentenceOf({ verdict, from, to, records }: DecisionView): string {
  if (verdict === 'same') return `${from.name} was merged into ${to.name}.`;
  if (from.id === to.id) return `${from.name} is none of the others that share its signs.`;
  return `${plural(records, 'record')} of ${from.name} ${records === 1 ? 'is' : 'are'} ${to.name}, another one.`;
}
