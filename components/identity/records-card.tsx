'use client';
// What each connection says of one thing, side by side, with how sure the match is. Records that do not belong can be
// taken out here.
import { Split } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { useReaches, useRoutes } from '#components/lib/console-context.tsx';
import { plural } from '#components/lib/format.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { UntrustedText } from '#components/shared/untrusted-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field, FieldLabel } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { RecordView, SubjectKindView } from '#server/features/identity/identity.schema.ts';
import { ConfidenceBadge } from './confidence-badge.tsx';
import { useIdentityChange } from './use-identity-change.ts';

interface RecordsCardProps {
  kind: SubjectKindView;
  subject: { id: string; name: string };
  records: RecordView[];
}

export function RecordsCard({ kind, subject, records }: RecordsCardProps) {
  const canEdit = useReaches('engineer');
  return (
    <Card aria-label="Known by">
      <CardHeader>
        <CardTitle>Known by</CardTitle>
        <span className="text-muted-foreground text-xs">{plural(records.length, 'record')}</span>
      </CardHeader>
      {records.length === 0 && (
        <CardContent className="text-muted-foreground text-sm">No connection lists it any more.</CardContent>
      )}
      <ul
        aria-label="Known by"
        className={`grid grid-cols-1 gap-px bg-border ${kind === 'client' ? '' : 'lg:grid-cols-[repeat(auto-fit,minmax(20rem,1fr))]'}`}
      >
        {records.map((record) => (
          <li key={record.id} className="bg-surface px-4 py-3 last:rounded-b-lg">
            <Record
              record={record}
              action={canEdit && records.length > 1 && <SplitDialog kind={kind} subject={subject} record={record} />}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Record({ record, action }: { record: RecordView; action: ReactNode }) {
  const routes = useRoutes();
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          href={routes.connection(record.connectionId)}
          className="inline-flex items-center gap-1.5 font-medium text-sm hover:underline"
        >
          <ConnectorGlyph connector={record.connector} /> {record.connection}
        </Link>
        <code className="text-2xs text-muted-foreground">{record.externalId}</code>
        <ConfidenceBadge {...record} />
        {record.goneAt ? (
          <Badge tone="wait">
            Not listed since <RelativeTime at={record.goneAt} />
          </Badge>
        ) : (
          <span className="text-muted-foreground text-xs">
            seen <RelativeTime at={record.seenAt} />
          </span>
        )}
        <span className="ml-auto">{action}</span>
      </div>
      <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-0.5 text-sm">
        {record.facts.map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="text-muted-foreground text-xs leading-5">{label}</dt>
            <dd className="min-w-0 break-words">
              <UntrustedText>{value}</UntrustedText>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function SplitDialog({ kind, subject, record }: Omit<RecordsCardProps, 'records'> & { record: RecordView }) {
  const { split } = useIdentityChange();
  const [isOpen, setOpen] = useState(false);
  const [why, setWhy] = useState('');
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setOpen}
      title={`Split this record off ${subject.name}?`}
      description={`${record.connection}, ${record.externalId}`}
      trigger={
        <Button size="sm" variant="ghost" aria-label={`Split off the record of ${record.connection}`}>
          <Split aria-hidden /> Split off
        </Button>
      }
    >
      <form
        className="space-y-4 text-sm"
        onSubmit={(event) => {
          event.preventDefault();
          split.mutate(
            { kind, subjectId: subject.id, recordIds: [record.id], why: why.trim() || null },
            { onSuccess: () => setOpen(false) },
          );
        }}
      >
        <ul className="list-disc space-y-1 pl-5">
          <li>The record becomes a {kind} of its own, or the one again that it was before it was merged.</li>
          <li>No sync puts them together again, whatever they share.</li>
          <li>What happened until now stays with {subject.name}. You can undo it.</li>
        </ul>
        <Field>
          <FieldLabel>Why (for the audit log, may stay empty)</FieldLabel>
          <Input value={why} maxLength={300} onChange={(event) => setWhy(event.target.value)} />
        </Field>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" disabled={split.isPending}>
            Split it off
          </Button>
          <DialogClose render={<Button>Keep it</Button>} />
        </div>
      </form>
    </Dialog>
  );
}
