'use client';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { cn } from './cn.ts';

interface MenuProps {
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'end';
  side?: 'top' | 'bottom' | 'right';
}

export function Menu({ trigger, children, align = 'start', side = 'bottom' }: MenuProps) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={6} align={align} side={side} className="z-50 outline-none">
          <BaseMenu.Popup
            data-slot="menu"
            className="min-w-52 origin-(--transform-origin) rounded-lg border bg-surface p-1 shadow-xl outline-none"
          >
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

export const menuItemClasses =
  'flex h-8 w-full cursor-default select-none items-center gap-2 rounded-md px-2 text-sm outline-none data-highlighted:bg-raised [&_svg]:size-4 [&_svg]:text-muted-foreground';

interface MenuItemProps {
  children: ReactNode;
  onClick?: () => void;
  render?: ReactElement;
  className?: string;
}

export function MenuItem({ children, onClick, render, className }: MenuItemProps) {
  return (
    <BaseMenu.Item className={cn(menuItemClasses, className)} onClick={onClick} render={render}>
      {children}
    </BaseMenu.Item>
  );
}

export function MenuGroup({ label, children }: { label: ReactNode; children?: ReactNode }) {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className="px-2 py-1.5 text-muted-foreground text-xs">{label}</BaseMenu.GroupLabel>
      {children}
    </BaseMenu.Group>
  );
}

export function MenuSeparator() {
  return <BaseMenu.Separator className="my-1 h-px bg-border" />;
}
