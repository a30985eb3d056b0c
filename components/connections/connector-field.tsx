'use client';
// One field of a connector: its label, where the value is found, and what is wrong with what was typed.
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import { Field, FieldDescription, FieldError, FieldLabel } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import type { ConnectorView } from '#server/features/connections/connection.schema.ts';

interface ConnectorFieldProps {
  field: ConnectorView['fields'][number];
  registered: UseFormRegisterReturn;
  problem: string | undefined;
  /** a value is stored; an empty field keeps it */
  isStored?: boolean;
}

export function ConnectorField({ field, registered, problem, isStored = false }: ConnectorFieldProps) {
  const [isShown, setShown] = useState(false);
  const placeholder =
    field.secret && isStored
      ? 'stored; leave empty to keep it'
      : field.isGenerated
        ? 'made by us when left empty'
        : field.placeholder;
  return (
    <Field invalid={problem !== undefined}>
      <FieldLabel>{field.label}</FieldLabel>
      {field.options ? (
        <NativeSelect aria-label={field.label} {...registered}>
          {field.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </NativeSelect>
      ) : (
        <div className="relative">
          <Input
            {...registered}
            type={field.secret && !isShown ? 'password' : 'text'}
            autoComplete="off"
            spellCheck={false}
            placeholder={placeholder}
            className={field.secret ? 'pr-10 font-mono' : undefined}
          />
          {field.secret && (
            <Button
              variant="ghost"
              size="icon-sm"
              className="absolute top-1/2 right-1.5 -translate-y-1/2"
              aria-label={isShown ? `Hide what is typed in ${field.label}` : `Show what is typed in ${field.label}`}
              onClick={() => setShown((shown) => !shown)}
            >
              {isShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
            </Button>
          )}
        </div>
      )}
      <FieldError>{problem}</FieldError>
      <FieldDescription>{field.help}</FieldDescription>
    </Field>
  );
}
