'use client';
// A short form that posts to a server action: works before scripts have loaded, keeps what was typed, says what is wrong.
import { useActionState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field, FieldDescription, FieldError, FieldLabel } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { emptyForm, type FormAction } from './form-state.ts';

export interface FormField {
  name: string;
  label: string;
  type: 'text' | 'email' | 'password';
  autoComplete: string;
  hint?: string;
}

interface AccountFormProps {
  action: FormAction;
  fields: FormField[];
  hidden?: Record<string, string>;
  submit: string;
}

export function AccountForm({ action, fields, hidden = {}, submit }: AccountFormProps) {
  const [state, send, isPending] = useActionState(action, emptyForm);
  const hasFieldErrors = fields.some(({ name }) => state.fields[name]);
  return (
    <form action={send} className="flex flex-col gap-4" noValidate>
      {state.message && !hasFieldErrors && <Alert tone="danger">{state.message}</Alert>}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fields.map(({ name, label, hint, ...input }) => (
        <Field key={name} name={name} invalid={state.fields[name] !== undefined}>
          <FieldLabel>{label}</FieldLabel>
          <Input required defaultValue={state.values[name] ?? ''} {...input} />
          {hint && <FieldDescription>{hint}</FieldDescription>}
          <FieldError>{state.fields[name]}</FieldError>
        </Field>
      ))}
      <Button type="submit" variant="primary" size="lg" disabled={isPending}>
        {isPending ? 'One moment…' : submit}
      </Button>
    </form>
  );
}
