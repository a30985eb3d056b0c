'use client';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

interface FilterChipProps {
  isOn: boolean;
  onToggle: () => void;
  children: ReactNode;
  count?: number;
}

export function FilterChip({ isOn, onToggle, children, count }: FilterChipProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onToggle}
      className={cn(
        'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md border px-2 text-xs transition-colors',
        isOn
          ? 'border-accent/60 text-accent tint-accent'
          : 'text-muted-foreground hover:bg-raised hover:text-foreground',
      )}
    >
      {children}
      {count !== undefined && <span className="tabular-nums">{count}</span>}
    </button>
  );
}
