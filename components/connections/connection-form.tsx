'use client';
import { useForm } from 'react-hook-form';
import type { z } from 'zod';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Field, FieldDescription, FieldError, FieldLabel } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { connectorView } from '#server/features/connections/connection.schema.ts';
import { fieldTexts, problemsOf } from './split-fields.ts';

type Connector = z.infer<typeof connectorView>;

interface ConnectionFormProps {
  connector: Connector;
  /** what is stored, when it is changed rather than made; secrets are never told */
  saved?: { name: string; settings: Record<string, unknown> };
  isSaving: boolean;
  error: {
    message: string;
    data?: { details?: Record<string, unknown>; fields?: Record<string, string> } | null;
  } | null;
  /** every field's text, by name */
  onSave: (values: Record<string, string>) => void;
}

export function ConnectionForm({ connector, saved, isSaving, error, onSave }: ConnectionFormProps) {
  const form = useForm<Record<string, string>>({
    defaultValues: saved ? fieldTexts(connector.fields, saved) : { name: connector.name },
  });
  const problems = problemsOf(error?.data ?? null);
  return (
    <form onSubmit={form.handleSubmit(onSave)} noValidate>
      <Card>
        <CardHeader>
          <CardTitle>{saved ? 'Name, settings and keys' : connector.name}</CardTitle>
        </CardHeader>
        <CardContent className="space-y-4">
          {error && (
            <Alert tone="danger" title="Not saved">
              {error.message}
            </Alert>
          )}
          <Field>
            <FieldLabel>Name</FieldLabel>
            <Input {...form.register('name')} maxLength={80} />
            <FieldDescription>How you call it, if you have more than one.</FieldDescription>
          </Field>
          {connector.fields.map((field) => (
            <Field key={field.name} invalid={problems[field.name] !== undefined}>
              <FieldLabel>{field.label}</FieldLabel>
              {field.options ? (
                <NativeSelect aria-label={field.label} {...form.register(field.name)}>
                  {field.options.map((option) => (
                    <option key={option.value} value={option.value}>
                      {option.label}
                    </option>
                  ))}
                </NativeSelect>
              ) : (
                <Input
                  {...form.register(field.name)}
                  type={field.secret ? 'password' : 'text'}
                  autoComplete="off"
                  spellCheck={false}
                  placeholder={placeholderOf(field, saved !== undefined)}
                />
              )}
              <FieldDescription>{field.help}</FieldDescription>
              <FieldError>{problems[field.name]}</FieldError>
            </Field>
          ))}
        </CardContent>
        <CardFooter>
          <Button type="submit" variant="primary" disabled={isSaving || (saved && !form.formState.isDirty)}>
            {isSaving && <Spinner label="Testing" />} {saved ? 'Save changes' : 'Test and save'}
          </Button>
          <p className="text-muted-foreground text-xs">
            {saved
              ? 'A key left empty stays as it is. When the address changes, its keys must be entered again.'
              : 'Keys are encrypted before they are stored and are never shown again.'}
          </p>
        </CardFooter>
      </Card>
    </form>
  );
}

function placeholderOf(field: Connector['fields'][number], isStored: boolean): string | undefined {
  if (field.secret && isStored) return 'stored; leave empty to keep it';
  return field.isGenerated ? 'made by us when left empty' : field.placeholder;
}
