'use client';
// A promise, written: checked while it is typed by the schema the server reads it with.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useRef } from 'react';
import { toast } from 'sonner';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button, buttonVariants } from '#components/ui/button.tsx';
import { Card, CardContent, CardFooter } from '#components/ui/card.tsx';
import { Field, FieldDescription, FieldError, FieldLabel } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { DraftPromise } from './draft-promise.ts';
import { HolidaysField } from './holidays-field.tsx';
import { PausedStagesField } from './paused-stages-field.tsx';
import { SpanInput } from './span-input.tsx';
import { TargetsField } from './targets-field.tsx';
import { TimeZoneField } from './time-zone-field.tsx';
import { useDraft } from './use-draft.ts';
import { WeekEditor } from './week-editor.tsx';

export interface Choice {
  clientId: string | null;
  title: string;
}

interface ServiceLevelFormProps {
  first: DraftPromise;
  /** for whom it may be; a promise that exists keeps its client, so there is one choice */
  choices: readonly Choice[];
  /** the time zone where the browser is, for a promise that is new */
  startsInOwnZone?: boolean;
}

export function ServiceLevelForm({ first, choices, startsInOwnZone = false }: ServiceLevelFormProps) {
  const trpc = useTRPC();
  const routes = useRoutes();
  const router = useRouter();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const { draft, promise, problems, change, leave, tryAll } = useDraft(first);
  // the server cannot know the browser's zone: it is filled in when the page is alive
  const fillZone = useRef(() => change({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }, 'timeZone'));
  useEffect(() => {
    if (startsInOwnZone) fillZone.current();
  }, [startsInOwnZone]);
  const save = useMutation(
    trpc.serviceLevels.save.mutationOptions({
      onSuccess: () => {
        toast.success('Saved. The clocks go by it from now on.');
        void queries.invalidateQueries({ queryKey: trpc.serviceLevels.pathKey() });
        router.push(routes.serviceLevels);
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    tryAll();
    if (promise) save.mutate(promise);
    // what is wrong is drawn first, then gone to
    else requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
  return (
    <form ref={form} onSubmit={submit} noValidate aria-label="Service level">
      <Card>
        <CardContent className="space-y-6">
          {save.error && (
            <Alert tone="danger" title="Not saved">
              {save.error.message}
            </Alert>
          )}
          <div className="grid gap-4 sm:grid-cols-2">
            <Field>
              <FieldLabel>For</FieldLabel>
              {choices.length > 1 ? (
                <NativeSelect
                  aria-label="For"
                  value={draft.clientId ?? ''}
                  onChange={(event) => change({ clientId: event.target.value || null }, 'clientId')}
                >
                  {choices.map(({ clientId, title }) => (
                    <option key={clientId ?? ''} value={clientId ?? ''}>
                      {title}
                    </option>
                  ))}
                </NativeSelect>
              ) : (
                <Input readOnly value={choices[0]?.title ?? ''} className="h-8 bg-raised" />
              )}
              <FieldDescription>A client’s own service level goes before the general one.</FieldDescription>
            </Field>
            <Field invalid={problems.name !== undefined}>
              <FieldLabel>Name</FieldLabel>
              <Input
                value={draft.name}
                maxLength={80}
                className="h-8"
                onChange={(event) => change({ name: event.target.value }, 'name')}
                onBlur={() => leave('name')}
              />
              <FieldError>{problems.name}</FieldError>
              <FieldDescription>Shown beside every clock that goes by it.</FieldDescription>
            </Field>
          </div>
          <TargetsField
            targets={draft.targets}
            problems={problems}
            onChange={(targets, path) => change({ targets }, path)}
            onLeave={leave}
          />
          <div className="max-w-sm">
            <TimeZoneField
              value={draft.timeZone}
              problem={problems.timeZone}
              onChange={(timeZone) => change({ timeZone }, 'timeZone')}
            />
          </div>
          <WeekEditor
            week={draft.week}
            problems={problems}
            onChange={(week, day) => change({ week }, day)}
            onLeave={leave}
          />
          <HolidaysField
            days={draft.holidays}
            problem={problems.holidays}
            onChange={(holidays) => change({ holidays }, 'holidays')}
          />
          <PausedStagesField
            stages={draft.pausedStages}
            onChange={(pausedStages) => change({ pausedStages }, 'pausedStages')}
          />
          <Field invalid={problems.staleAfterMinutes !== undefined} className="max-w-sm">
            <FieldLabel>Stale after</FieldLabel>
            <SpanInput
              value={draft.staleAfter}
              placeholder="never"
              isInvalid={problems.staleAfterMinutes !== undefined}
              onChange={(staleAfter) => change({ staleAfter }, 'staleAfterMinutes')}
              onLeave={() => leave('staleAfterMinutes')}
            />
            <FieldError>{problems.staleAfterMinutes}</FieldError>
            <FieldDescription>
              An open ticket to which nothing has happened for so many open hours is stale. Empty is never.
            </FieldDescription>
          </Field>
        </CardContent>
        <CardFooter>
          <Button type="submit" variant="primary" disabled={save.isPending}>
            {save.isPending && <Spinner label="Saving" />} Save
          </Button>
          <Link href={routes.serviceLevels} className={buttonVariants({ variant: 'ghost' })}>
            Cancel
          </Link>
          {Object.keys(problems).length > 0 && (
            <p role="status" className="text-bad text-xs">
              Something above is not right yet.
            </p>
          )}
        </CardFooter>
      </Card>
    </form>
  );
}
