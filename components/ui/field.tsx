// A labelled control: label, hint and error are wired to it (aria-labelledby, -describedby, -invalid) by Base UI.
import { Field as BaseField } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

type FieldProps = Omit<ComponentProps<typeof BaseField.Root>, 'className'> & { className?: string };

export function Field({ className, ...props }: FieldProps) {
  return <BaseField.Root data-slot="field" className={cn('flex flex-col gap-1.5', className)} {...props} />;
}

export function FieldLabel({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <BaseField.Label data-slot="field-label" className={cn('font-medium text-sm', className)}>
      {children}
    </BaseField.Label>
  );
}

export function FieldDescription({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <BaseField.Description
      data-slot="field-description"
      className={cn('text-muted-foreground text-xs leading-relaxed', className)}
    >
      {children}
    </BaseField.Description>
  );
}

/** Shows when it has something to say. */
export function FieldError({ className, children }: { className?: string; children?: ReactNode }) {
  if (!children) return null;
  return (
    <BaseField.Error match data-slot="field-error" className={cn('text-bad text-xs', className)}>
      {children}
    </BaseField.Error>
  );
}
