'use client';
// One thing that is not settled: who says what, and the answers a person can give.
import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useReaches, useRoutes } from '#components/lib/console-context.tsx';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { UntrustedText } from '#components/shared/untrusted-text.tsx';
import { Button } from '#components/ui/button.tsx';
import type { ConflictView } from '#server/features/identity/identity.schema.ts';
import { useIdentityChange } from './use-identity-change.ts';

export function ConflictItem({ conflict, withSubject = false }: { conflict: ConflictView; withSubject?: boolean }) {
  const routes = useRoutes();
  const canEdit = useReaches('engineer');
  const { decide } = useIdentityChange();
  const conflictId = conflict.id;
  const hrefOf = (id: string) =>
    conflict.kind === 'client' ? routes.client(id) : conflict.kind === 'device' ? routes.device(id) : undefined;
  const subjectHref = hrefOf(conflict.subject.id);
  return (
    <article aria-label={conflict.sentence} className="space-y-3 text-sm">
      <div className="flex items-start gap-2">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-wait" />
        <div className="min-w-0 flex-1">
          {withSubject && (
            <p className="font-medium">
              {subjectHref ? (
                <Link href={subjectHref} className="hover:underline" data-row>
                  {conflict.subject.name}
                </Link>
              ) : (
                conflict.subject.name
              )}{' '}
              <span className="font-normal text-muted-foreground text-xs">
                {conflict.kind}, found <RelativeTime at={conflict.foundAt} />
              </span>
            </p>
          )}
          <p className="text-pretty break-words">{conflict.sentence}</p>
        </div>
      </div>
      {conflict.values.length > 0 && (
        <ul className="divide-y rounded-md border">
          {conflict.values.map((said) => (
            <li
              key={`${said.connectionId} ${said.externalId}`}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5"
            >
              <span className="inline-flex items-center gap-1.5 text-muted-foreground text-xs">
                <ConnectorGlyph connector={said.connector} /> {said.connection}
              </span>
              <UntrustedText className="min-w-0 flex-1 break-words">{said.value}</UntrustedText>
              {canEdit && conflict.values.length > 1 && said.recordId && (
                <Button
                  size="sm"
                  variant="ghost"
                  disabled={decide.isPending}
                  aria-label={`The record of ${said.connection} is another ${conflict.kind}`}
                  onClick={() => decide.mutate({ conflictId, verdict: 'different', recordId: said.recordId })}
                >
                  This is another one
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {conflict.candidates.length > 0 && (
        <ul className="divide-y rounded-md border">
          {conflict.candidates.map((candidate) => {
            const href = hrefOf(candidate.id);
            return (
              <li key={candidate.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
                <span className="min-w-0 flex-1">
                  {href ? (
                    <Link href={href} className="text-accent hover:underline">
                      {candidate.name}
                    </Link>
                  ) : (
                    candidate.name
                  )}
                  {candidate.client && <span className="text-muted-foreground text-xs"> · {candidate.client}</span>}
                </span>
                {canEdit && (
                  <Button
                    size="sm"
                    disabled={decide.isPending}
                    aria-label={`${conflict.subject.name} and ${candidate.name} are the same`}
                    onClick={() => decide.mutate({ conflictId, verdict: 'same', candidateId: candidate.id })}
                  >
                    The same
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {canEdit && (
        <div className="flex flex-wrap gap-2">
          {conflict.candidates.length > 0 && (
            <Button
              size="sm"
              disabled={decide.isPending}
              onClick={() => decide.mutate({ conflictId, verdict: 'different' })}
            >
              {conflict.candidates.length > 1 ? 'None of these' : 'Different ones'}
            </Button>
          )}
          <Button
            size="sm"
            variant="ghost"
            disabled={decide.isPending}
            onClick={() => decide.mutate({ conflictId, verdict: 'accept' })}
          >
            It is right as it is
          </Button>
        </div>
      )}
    </article>
  );
}
