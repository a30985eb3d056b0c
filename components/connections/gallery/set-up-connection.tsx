'use client';
// A form made from the connector's own fields: checked while it is typed, tried at the vendor before anything is kept,
// and what was found is shown before it is saved.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Field, FieldDescription, FieldError, FieldLabel } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { ConnectorView } from '#server/features/connections/connection.schema.ts';
import { ConnectorField } from '../connector-field.tsx';
import { problemsOf, splitFields } from '../split-fields.ts';
import { LiveSample } from './live-sample.tsx';
import { useFormCheck } from './use-form-check.ts';

export function SetUpConnection({ connector, takenNames }: { connector: ConnectorView; takenNames: string[] }) {
  const trpc = useTRPC();
  const routes = useRoutes();
  const router = useRouter();
  const queries = useQueryClient();
  const result = useRef<HTMLDivElement>(null);
  const form = useForm<Record<string, string>>({
    defaultValues: {
      name: freeName(connector.name, takenNames),
      ...Object.fromEntries(connector.fields.map(({ name, options }) => [name, options?.[0]?.value ?? ''])),
    },
  });
  const check = useFormCheck(connector);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isComplete, setComplete] = useState(false);
  // what was tried last, and what the trial got for a key that may be good for one use
  const [probeId, setProbeId] = useState<string | null>(null);
  const probe = useMutation(
    trpc.connections.probe.mutationOptions({ onSuccess: (tried) => setProbeId(tried.probeId) }),
  );
  const sync = useMutation(trpc.connections.sync.mutationOptions());
  const create = useMutation(trpc.connections.create.mutationOptions());
  const vendorProblems = problemsOf(probe.error?.data ?? create.error?.data ?? null);
  const problemOf = (name: string): string | undefined =>
    vendorProblems[name] ?? (touched.has(name) || isComplete ? check.problems[name] : undefined);
  useEffect(() => {
    if (probe.isSuccess || probe.isError) result.current?.focus();
  }, [probe.isSuccess, probe.isError]);

  const onTyped = (name: string) => {
    setTouched((before) => new Set(before).add(name));
    // what was tried is not what is typed now
    if (!probe.isIdle) probe.reset();
    if (!create.isIdle) create.reset();
    check.ask(form.getValues());
  };
  const test = form.handleSubmit(async (values) => {
    setComplete(true);
    const problems = await check.askNow(values);
    const [first] = Object.keys(problems);
    if (first) {
      form.setFocus(first);
      return;
    }
    const { settings, secrets } = splitFields(connector.fields, values);
    probe.mutate({ connector: connector.id, settings, secrets, probeId });
  });
  const save = async (skipTest: boolean) => {
    const values = form.getValues();
    const saved = await create
      .mutateAsync({ connector: connector.id, skipTest, probeId, ...splitFields(connector.fields, values) })
      .catch(() => null);
    if (!saved) return;
    if (!skipTest) await sync.mutateAsync({ connectionId: saved.connectionId }).catch(() => undefined);
    void queries.invalidateQueries();
    toast.success(skipTest ? 'Saved, not tested.' : 'Saved. Its clients and devices were read.');
    router.push(routes.connection(saved.connectionId, skipTest ? undefined : 'mapping'));
  };
  const isSaving = create.isPending || sync.isPending;

  return (
    <form onSubmit={test} noValidate className="min-w-0 space-y-4" aria-label={`Connect ${connector.name}`}>
      <Card>
        <CardHeader>
          <CardTitle>1. Address and key</CardTitle>
          <span className="text-muted-foreground text-xs">Nothing is sent until you test</span>
        </CardHeader>
        <CardContent className="space-y-5">
          {connector.fields.map((field) => {
            const registered = form.register(field.name, { onChange: () => onTyped(field.name) });
            return (
              <ConnectorField key={field.name} field={field} registered={registered} problem={problemOf(field.name)} />
            );
          })}
          <Field>
            <FieldLabel>Name</FieldLabel>
            <Input {...form.register('name', { required: true })} maxLength={80} />
            <FieldDescription>How it is called here, should you have more than one.</FieldDescription>
            <FieldError>{form.formState.errors.name && 'Give it a name.'}</FieldError>
          </Field>
        </CardContent>
        <CardFooter>
          <Button
            type="submit"
            variant={probe.isSuccess ? 'secondary' : 'primary'}
            disabled={probe.isPending || isSaving}
          >
            {probe.isPending && <Spinner label="Testing" />} {probe.isSuccess ? 'Test again' : 'Test the connection'}
          </Button>
          <p className="min-w-0 flex-1 text-muted-foreground text-xs">
            Keys are encrypted before they are stored and are never shown again.
          </p>
        </CardFooter>
      </Card>
      <div ref={result} tabIndex={-1} className="outline-none" aria-live="polite">
        {probe.error && (
          <Alert
            tone="danger"
            title="It does not work yet"
            actions={
              <Button size="sm" variant="ghost" disabled={isSaving} onClick={() => void save(true)}>
                Save anyway, untested
              </Button>
            }
          >
            {probe.error.message}
          </Alert>
        )}
        {probe.data && (
          <Card>
            <CardHeader>
              <CardTitle>2. What was found</CardTitle>
            </CardHeader>
            <CardContent>
              <LiveSample probe={probe.data} />
              {create.error && (
                <Alert tone="danger" title="Not saved" className="mt-4">
                  {create.error.message}
                </Alert>
              )}
            </CardContent>
            <CardFooter>
              <Button variant="primary" disabled={isSaving} onClick={() => void save(false)}>
                {isSaving && <Spinner label="Saving" />}
                {sync.isPending ? 'Reading clients and devices' : 'Save and match'}
              </Button>
              <p className="text-muted-foreground text-xs">
                Next: which client is which, and what your words are there.
              </p>
            </CardFooter>
          </Card>
        )}
      </div>
    </form>
  );
}

function freeName(name: string, taken: string[]): string {
  if (!taken.includes(name)) return name;
  for (let n = 2; n < 100; n++) if (!taken.includes(`${name} ${n}`)) return `${name} ${n}`;
  return name;
}
