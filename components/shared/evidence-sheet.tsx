'use client';
// A claim's proof: what was asked of whom, when, and what came back.
import { useQuery } from '@tanstack/react-query';
import { FileSearch } from 'lucide-react';
import { useState } from 'react';
import { useTRPC } from '#components/lib/trpc.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { ConnectorGlyph } from './connector-glyph.tsx';
import { JsonViewer } from './json-viewer.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { QueryError } from './query-error.tsx';
import { RelativeTime } from './relative-time.tsx';

export function EvidenceChip({ evidenceId, title }: { evidenceId: string; title: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog
      shape="sheet"
      open={isOpen}
      onOpenChange={setOpen}
      title={title}
      description="The recorded answer, as it came back"
      trigger={
        <button
          type="button"
          className="inline-flex max-w-full items-center gap-1 rounded border border-accent/40 px-1.5 text-2xs text-accent hover:tint-accent"
        >
          <FileSearch aria-hidden className="size-3 shrink-0" />
          <span className="truncate">{title}</span>
        </button>
      }
    >
      {isOpen && <EvidenceAnswer evidenceId={evidenceId} />}
    </Dialog>
  );
}

function EvidenceAnswer({ evidenceId }: { evidenceId: string }) {
  const trpc = useTRPC();
  const evidence = useQuery({
    ...trpc.inbox.evidence.queryOptions({ evidenceId }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (evidence.error) return <QueryError error={evidence.error} onRetry={() => evidence.refetch()} />;
  if (!evidence.data) return <ListSkeleton rows={4} />;
  const { capability, connector, connectionName, takenAt, request, answer } = evidence.data;
  return (
    <div className="space-y-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <dt className="text-muted-foreground">Asked</dt>
        <dd className="font-mono text-xs leading-5">{capability}</dd>
        <dt className="text-muted-foreground">Of</dt>
        <dd className="flex flex-wrap items-center gap-x-1">
          {connector ? <ConnectorGlyph connector={connector} withName /> : 'our own records'}
          {connectionName && <span className="text-muted-foreground"> · {connectionName}</span>}
        </dd>
        <dt className="text-muted-foreground">Taken</dt>
        <dd>
          <RelativeTime at={takenAt} />
        </dd>
      </dl>
      <div>
        <h3 className="mb-1 font-medium text-sm">Question</h3>
        <JsonViewer label="Question" value={request} />
      </div>
      <div>
        <h3 className="mb-1 font-medium text-sm">Answer</h3>
        <JsonViewer label="Answer" value={answer} />
      </div>
    </div>
  );
}
