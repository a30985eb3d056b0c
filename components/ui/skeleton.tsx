import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** Decoration: the region around it says `aria-busy`. */
export function Skeleton({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div data-slot="skeleton" aria-hidden className={cn('animate-pulse rounded bg-raised', className)} {...props} />
  );
}
