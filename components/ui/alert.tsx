import { cva, type VariantProps } from 'class-variance-authority';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

const alertVariants = cva('flex gap-3 rounded-lg border px-4 py-3 text-sm', {
  variants: {
    tone: {
      info: 'border-live/40 tint-live [&>svg]:text-live',
      success: 'border-ok/40 tint-ok [&>svg]:text-ok',
      warning: 'border-wait/40 tint-wait [&>svg]:text-wait',
      danger: 'border-bad/40 tint-bad [&>svg]:text-bad',
    },
  },
  defaultVariants: { tone: 'info' },
});
const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert };

interface AlertProps extends VariantProps<typeof alertVariants> {
  title?: ReactNode;
  children?: ReactNode;
  className?: string;
  /** buttons at the end */
  actions?: ReactNode;
}

/** Danger interrupts a screen reader; the others wait their turn. */
export function Alert({ tone, title, children, className, actions }: AlertProps) {
  const Icon = icons[tone ?? 'info'];
  return (
    <div
      data-slot="alert"
      role={tone === 'danger' ? 'alert' : 'status'}
      className={cn(alertVariants({ tone }), className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-muted-foreground">{children}</div>}
        {actions && <div className="mt-3 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
