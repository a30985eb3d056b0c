'use client';
// Changing what is stored: the same fields as when it was made; a key left empty stays.
import { useForm } from 'react-hook-form';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Field, FieldDescription, FieldLabel } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { ConnectorView } from '#server/features/connections/connection.schema.ts';
import { ConnectorField } from './connector-field.tsx';
import { fieldTexts, problemsOf } from './split-fields.ts';

interface ConnectionFormProps {
  connector: ConnectorView;
  /** what is stored; secrets are never told */
  saved: { name: string; settings: Record<string, unknown> };
  isSaving: boolean;
  error: {
    message: string;
    data?: { details?: Record<string, unknown>; fields?: Record<string, string> } | null;
  } | null;
  /** every field's text, by name */
  onSave: (values: Record<string, string>) => void;
}

export function ConnectionForm({ connector, saved, isSaving, error, onSave }: ConnectionFormProps) {
  const form = useForm<Record<string, string>>({ defaultValues: fieldTexts(connector.fields, saved) });
  const problems = problemsOf(error?.data ?? null);
  return (
    <form onSubmit={form.handleSubmit(onSave)} noValidate>
      <Card>
        <CardHeader>
          <CardTitle>Name, settings and keys</CardTitle>
        </CardHeader>
        <CardContent className="space-y-5">
          {error && (
            <Alert tone="danger" title="Not saved">
              {error.message}
            </Alert>
          )}
          <Field>
            <FieldLabel>Name</FieldLabel>
            <Input {...form.register('name')} maxLength={80} />
            <FieldDescription>How it is called here, should you have more than one.</FieldDescription>
          </Field>
          {connector.fields.map((field) => (
            <ConnectorField
              key={field.name}
              field={field}
              registered={form.register(field.name)}
              problem={problems[field.name]}
              isStored
            />
          ))}
        </CardContent>
        <CardFooter>
          <Button type="submit" variant="primary" disabled={isSaving || !form.formState.isDirty}>
            {isSaving && <Spinner label="Testing" />} Save changes
          </Button>
          <p className="min-w-0 flex-1 text-muted-foreground text-xs">
            A key left empty stays as it is. When the address changes, its keys must be entered again.
          </p>
        </CardFooter>
      </Card>
    </form>
  );
}
