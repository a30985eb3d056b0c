'use client';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';

interface DialogProps {
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** a sheet comes from the right and takes the height */
  shape?: 'box' | 'sheet' | 'left-sheet';
  className?: string;
}

const shapes = {
  box: 'top-[12vh] left-1/2 w-[min(32rem,calc(100vw-2rem))] max-h-[76vh] -translate-x-1/2 rounded-lg border',
  sheet: 'inset-y-0 right-0 w-[min(44rem,100vw)] border-l',
  'left-sheet': 'inset-y-0 left-0 w-[min(18rem,85vw)] border-r',
};

export function Dialog({
  trigger,
  open,
  onOpenChange,
  title,
  description,
  children,
  shape = 'box',
  className,
}: DialogProps) {
  return (
    <BaseDialog.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <BaseDialog.Trigger render={trigger} />}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-black/50" />
        <BaseDialog.Popup
          data-slot="dialog"
          className={cn(
            'fixed z-50 flex flex-col overflow-hidden bg-surface shadow-2xl outline-none',
            shapes[shape],
            className,
          )}
        >
          <header className="flex items-start justify-between gap-3 border-b px-4 py-3">
            <div className="min-w-0">
              <BaseDialog.Title className="font-semibold text-sm">{title}</BaseDialog.Title>
              {description && (
                <BaseDialog.Description className="mt-0.5 text-muted-foreground text-xs">
                  {description}
                </BaseDialog.Description>
              )}
            </div>
            <BaseDialog.Close render={<Button variant="ghost" size="icon-sm" aria-label="Close" />}>
              <X aria-hidden />
            </BaseDialog.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

export const DialogClose = BaseDialog.Close;
