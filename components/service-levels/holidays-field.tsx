'use client';
import { Plus, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';

interface HolidaysFieldProps {
  /** YYYY-MM-DD */
  days: readonly string[];
  problem: string | undefined;
  onChange: (days: string[]) => void;
}

export function HolidaysField({ days, problem, onChange }: HolidaysFieldProps) {
  const [typed, setTyped] = useState('');
  const isNew = typed !== '' && !days.includes(typed);
  const add = () => {
    if (!isNew) return;
    onChange([...days, typed].sort());
    setTyped('');
  };
  const addOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    // it would save the form
    event.preventDefault();
    add();
  };
  return (
    <fieldset>
      <legend className="font-medium text-sm">Days off</legend>
      <p className="text-muted-foreground text-xs leading-relaxed">Closed all day, whatever the week says.</p>
      <div className="mt-2 flex gap-2">
        <Input
          type="date"
          aria-label="Day off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={addOnEnter}
          className="h-8 w-40"
        />
        <Button disabled={!isNew} onClick={add}>
          <Plus aria-hidden /> Add
        </Button>
      </div>
      <ul aria-label="Days off" className="mt-2 flex flex-wrap gap-1.5 empty:hidden">
        {days.map((day) => (
          <li
            key={day}
            className="inline-flex h-7 items-center gap-1 rounded-md border pr-0.5 pl-2 text-xs tabular-nums"
          >
            {dayText(day)}
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Remove ${dayText(day)}`}
              title="Remove"
              onClick={() => onChange(days.filter((one) => one !== day))}
            >
              <X aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      {problem && <p className="mt-1 text-bad text-xs">{problem}</p>}
    </fieldset>
  );
}

/** "Fri 25 Dec 2026" */
export function dayText(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return day;
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).formatToParts(at);
  return (['weekday', 'day', 'month', 'year'] as const)
    .map((type) => parts.find((part) => part.type === type)?.value)
    .join(' ');
}
