import { Button as BaseButton } from '@base-ui/react/button';
import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export const buttonVariants = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 data-disabled:cursor-not-allowed data-disabled:opacity-50 [&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4",
  {
    variants: {
      variant: {
        primary: 'bg-accent text-accent-foreground hover:bg-accent/90',
        secondary: 'border border-control/60 bg-surface text-foreground hover:bg-raised',
        ghost: 'text-muted-foreground hover:bg-raised hover:text-foreground',
        danger: 'border border-bad/50 text-bad hover:tint-bad',
        link: 'h-auto px-0 text-accent underline-offset-4 hover:underline',
      },
      size: {
        sm: 'h-7 px-2 text-xs',
        md: 'h-8 px-3 text-sm',
        lg: 'h-11 px-4 text-sm',
        icon: 'size-8',
        'icon-sm': 'size-6',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

type ButtonProps = ComponentProps<typeof BaseButton> & VariantProps<typeof buttonVariants>;

/** A real button; for a link that looks like one use `<Link className={buttonVariants()}>`. */
export function Button({ className, variant, size, type = 'button', ...props }: ButtonProps) {
  return (
    <BaseButton
      data-slot="button"
      type={type}
      className={cn(buttonVariants({ variant, size }), typeof className === 'string' && className)}
      {...props}
    />
  );
}
