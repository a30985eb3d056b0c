import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** Scrolls by itself on a narrow screen; the scroller can be reached by keyboard. */
export function Table({ className, label, ...props }: ComponentProps<'table'> & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be reachable by keyboard (WCAG 2.1.1)
    <section aria-label={label} tabIndex={0} className="relative w-full overflow-x-auto">
      <table data-slot="table" className={cn('w-full border-collapse text-left text-sm', className)} {...props} />
    </section>
  );
}

export function TableHead({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn('h-9 whitespace-nowrap border-b px-3 font-medium text-muted-foreground text-xs', className)}
      {...props}
    />
  );
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return <tr className={cn('border-b last:border-b-0 hover:bg-raised/60', className)} {...props} />;
}

export function TableCell({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('px-3 py-2 align-middle', className)} {...props} />;
}
