import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export const badgeVariants = cva(
  'inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded px-1.5 font-medium text-2xs [&_svg]:size-3 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        neutral: 'bg-raised text-muted-foreground',
        outline: 'border text-muted-foreground',
        accent: 'text-accent tint-accent',
        ok: 'text-ok tint-ok',
        bad: 'text-bad tint-bad',
        wait: 'text-wait tint-wait',
        live: 'text-live tint-live',
        unsure: 'text-unsure tint-unsure',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);
export type Tone = NonNullable<VariantProps<typeof badgeVariants>['tone']>;

export function Badge({ className, tone, ...props }: ComponentProps<'span'> & { tone?: Tone }) {
  return <span data-slot="badge" className={cn(badgeVariants({ tone }), className)} {...props} />;
}
