'use client';
import type { KeyboardEvent } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Input } from '#components/ui/input.tsx';
import { readTimeOfDay, timeOfDay } from './span-text.ts';

interface TimeInputProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  onLeave: () => void;
  isInvalid: boolean;
  describedBy: string | undefined;
}

const stepMinutes = 15;

/** A time of day that may be 24:00, which the browser's own control cannot say. Arrow keys move it by a quarter of an hour. */
export function TimeInput({ label, value, onChange, onLeave, isInvalid, describedBy }: TimeInputProps) {
  const step = (event: KeyboardEvent) => {
    const by = { ArrowUp: stepMinutes, ArrowDown: -stepMinutes }[event.key];
    const at = readTimeOfDay(value);
    if (by === undefined || at === null) return;
    event.preventDefault();
    onChange(timeOfDay(Math.min(1_440, Math.max(0, at + by))));
  };
  const settle = () => {
    const at = readTimeOfDay(value);
    if (at !== null && timeOfDay(at) !== value) onChange(timeOfDay(at));
    onLeave();
  };
  return (
    <Input
      type="text"
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      aria-label={label}
      aria-invalid={isInvalid || undefined}
      aria-describedby={describedBy}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={step}
      onBlur={settle}
      className={cn('h-8 w-17 px-2 text-center tabular-nums', isInvalid && 'border-bad')}
    />
  );
}
