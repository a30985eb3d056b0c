'use client';
import { exactTime, relativeTime } from '#components/lib/format.ts';
import { useNow } from '#components/lib/use-now.tsx';
import { cn } from '#components/ui/cn.ts';

/** Relative to read, exact on hover and for machines. */
export function RelativeTime({ at, className }: { at: Date; className?: string }) {
  const now = useNow();
  return (
    <time dateTime={at.toISOString()} title={exactTime(at)} className={cn('whitespace-nowrap tabular-nums', className)}>
      {relativeTime(at, now)}
    </time>
  );
}
