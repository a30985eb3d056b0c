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
import { problemsOf, splitFields } from './split-fields.ts';

type Connector = z.infer<typeof connectorView>;
export type ConnectionValues = { name: string; settings: Record<string, string>; secrets: Record<string, string> };

interface ConnectionFormProps {
  connector: Connector;
  isSaving: boolean;
  error: {
    message: string;
    data?: { details?: Record<string, unknown>; fields?: Record<string, string> } | null;
  } | null;
  onSave: (values: ConnectionValues) => void;
}

export function ConnectionForm({ connector, isSaving, error, onSave }: ConnectionFormProps) {
  const form = useForm<Record<string, string>>({ defaultValues: { name: connector.name } });
  const problems = problemsOf(error?.data ?? null);
  return (
    <form onSubmit={form.handleSubmit((values) => onSave(splitFields(connector.fields, values)))} noValidate>
      <Card>
        <CardHeader>
          <CardTitle>{connector.name}</CardTitle>
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
                  placeholder={field.isGenerated ? 'made by us when left empty' : field.placeholder}
                />
              )}
              <FieldDescription>{field.help}</FieldDescription>
              <FieldError>{problems[field.name]}</FieldError>
            </Field>
          ))}
        </CardContent>
        <CardFooter>
          <Button type="submit" variant="primary" disabled={isSaving}>
            {isSaving && <Spinner label="Testing" />} Test and save
          </Button>
          <p className="text-muted-foreground text-xs">
            Keys are encrypted before they are stored and are never shown again.
          </p>
        </CardFooter>
      </Card>
    </form>
  );
}
