import { Input as BaseInput } from '@base-ui/react/input';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export const controlClasses =
  'h-9 w-full min-w-0 rounded-md border border-control bg-surface px-3 text-sm text-foreground transition-colors placeholder:text-muted-foreground disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-bad data-invalid:border-bad';

/** Inside a `<Field>` it takes its id, label and error by itself. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <BaseInput data-slot="input" className={cn(controlClasses, className)} {...props} />;
}
