'use client';
// Two of ours are one: look for the other, see both side by side, and say so.
import { useQuery } from '@tanstack/react-query';
import { ArrowRight, Merge } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useState } from 'react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field, FieldLabel } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useIdentityChange } from './use-identity-change.ts';

type Kind = 'device' | 'client' | 'person';
interface MergeDialogProps {
  kind: Kind;
  subject: { id: string; name: string };
}

export function MergeDialog({ kind, subject }: MergeDialogProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setOpen}
      title={`Merge another ${kind} into ${subject.name}`}
      description={`For when two of them are the same ${kind}.`}
      trigger={
        <Button>
          <Merge aria-hidden /> Merge
        </Button>
      }
    >
      {isOpen && <MergeForm kind={kind} subject={subject} onDone={() => setOpen(false)} />}
    </Dialog>
  );
}

interface Candidate {
  id: string;
  name: string;
  detail: string;
}

function MergeForm({ kind, subject, onDone }: MergeDialogProps & { onDone: () => void }) {
  const routes = useRoutes();
  const router = useRouter();
  const { merge } = useIdentityChange();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const [why, setWhy] = useState('');
  const q = useDeferredValue(text.trim());
  const { candidates, isPending } = useCandidates(kind, q);
  const others = candidates.filter(({ id }) => id !== subject.id).slice(0, 8);
  const act = (keepId: string, otherId: string) =>
    merge.mutate(
      { kind, keepId, otherId, why: why.trim() || null },
      {
        onSuccess: () => {
          onDone();
          if (keepId !== subject.id) router.push(kind === 'client' ? routes.client(keepId) : routes.device(keepId));
        },
      },
    );
  if (chosen) {
    return (
      <div className="space-y-4 text-sm">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{chosen.name}</span>
          <ArrowRight aria-label="goes into" className="size-4 text-muted-foreground" />
          <span className="font-medium">{subject.name}</span>
        </p>
        <ul className="list-disc space-y-1 pl-5">
          <li>
            Everything that connections list of {chosen.name} belongs to {subject.name} from now on.
          </li>
          <li>No sync takes them apart. What happened before keeps its name and is shown here too.</li>
          <li>You can undo it.</li>
        </ul>
        <Field>
          <FieldLabel>Why (for the audit log, may stay empty)</FieldLabel>
          <Input value={why} maxLength={300} onChange={(event) => setWhy(event.target.value)} />
        </Field>
        {merge.error && <Alert tone="danger">{merge.error.message}</Alert>}
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" disabled={merge.isPending} onClick={() => act(subject.id, chosen.id)}>
            Merge into {subject.name}
          </Button>
          <Button disabled={merge.isPending} onClick={() => act(chosen.id, subject.id)}>
            The other way round
          </Button>
          <Button variant="ghost" onClick={() => setChosen(null)}>
            Choose another
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="space-y-3 text-sm">
      <Field>
        <FieldLabel>Which {kind} is the same?</FieldLabel>
        <Input
          value={text}
          placeholder={kind === 'device' ? 'Name or serial number' : 'Name'}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div aria-live="polite" className="min-h-40">
        {isPending && <Skeleton className="h-8 w-full" />}
        {!isPending && others.length === 0 && <p className="py-2 text-muted-foreground">None like that.</p>}
        <ul aria-label="Candidates" className="divide-y rounded-lg border empty:hidden">
          {others.map((candidate) => (
            <li key={candidate.id}>
              <button
                type="button"
                className="flex w-full flex-wrap items-baseline gap-x-3 px-3 py-2 text-left hover:bg-raised"
                onClick={() => setChosen(candidate)}
              >
                <span className="font-medium">{candidate.name}</span>
                <span className="text-muted-foreground text-xs">{candidate.detail}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      <DialogClose render={<Button variant="ghost">Cancel</Button>} />
    </div>
  );
}

function useCandidates(kind: Kind, q: string): { candidates: Candidate[]; isPending: boolean } {
  const trpc = useTRPC();
  const devices = useQuery({ ...trpc.devices.list.queryOptions({ q, limit: 12 }), enabled: kind === 'device' });
  const clients = useQuery({ ...trpc.identity.clients.queryOptions({ q, limit: 12 }), enabled: kind === 'client' });
  const people = useQuery({ ...trpc.identity.people.queryOptions({ q, limit: 12 }), enabled: kind === 'person' });
  if (kind === 'device') {
    return {
      isPending: devices.isPending,
      candidates: (devices.data?.items ?? []).map(({ id, name, client, serial }) => ({
        id,
        name,
        detail: [client?.name, serial].filter(Boolean).join(' · '),
      })),
    };
  }
  if (kind === 'client') {
    return {
      isPending: clients.isPending,
      candidates: (clients.data?.items ?? []).map(({ id, name, records }) => ({
        id,
        name,
        detail: records.map(({ connection }) => connection).join(', '),
      })),
    };
  }
  return {
    isPending: people.isPending,
    candidates: (people.data?.items ?? []).map(({ id, name, email, client }) => ({
      id,
      name,
      detail: [email, client?.name].filter(Boolean).join(' · '),
    })),
  };
}
