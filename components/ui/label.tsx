import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** For a control outside a `<Field>`; give it `htmlFor`. */
export function Label({ className, htmlFor, children, ...props }: ComponentProps<'label'> & { htmlFor: string }) {
  return (
    <label
      data-slot="label"
      htmlFor={htmlFor}
      className={cn('font-medium text-foreground text-sm', className)}
      {...props}
    >
      {children}
    </label>
  );
}
