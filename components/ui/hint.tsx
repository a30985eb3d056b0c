'use client';
import { Popover } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

interface HintProps {
  title: ReactNode;
  children: ReactNode;
  /** a button */
  trigger: ReactElement;
}

/** What a word means, on hover, focus-and-Enter or touch: a tooltip alone is not there on a phone. */
export function Hint({ title, children, trigger }: HintProps) {
  return (
    <Popover.Root>
      <Popover.Trigger openOnHover delay={200} render={trigger} />
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} className="z-50">
          <Popover.Popup className="max-w-[min(20rem,calc(100vw-2rem))] rounded-md border bg-raised p-3 text-foreground text-xs shadow-lg outline-none">
            <Popover.Title className="font-medium">{title}</Popover.Title>
            <Popover.Description className="mt-1 text-pretty text-muted-foreground">{children}</Popover.Description>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
