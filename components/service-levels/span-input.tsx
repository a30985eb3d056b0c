'use client';
import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Input } from '#components/ui/input.tsx';
import { readSpan, spanText } from './span-text.ts';

interface SpanInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'onBlur'> {
  value: string;
  onChange: (text: string) => void;
  onLeave: () => void;
  isInvalid?: boolean;
}

/** Hours and minutes in words; left, it is written as everywhere else. */
export function SpanInput({ value, onChange, onLeave, isInvalid = false, className, ...props }: SpanInputProps) {
  const settle = () => {
    const minutes = readSpan(value);
    if (minutes !== null && spanText(minutes) !== value) onChange(spanText(minutes));
    onLeave();
  };
  return (
    <Input
      type="text"
      autoComplete="off"
      spellCheck={false}
      maxLength={20}
      aria-invalid={isInvalid || undefined}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onBlur={settle}
      className={cn('h-8 px-2 tabular-nums', isInvalid && 'border-bad', className)}
      {...props}
    />
  );
}
