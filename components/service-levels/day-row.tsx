'use client';
import { CopyPlus, Plus, X } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import type { DraftSpan, Problems } from './draft-promise.ts';
import { readTimeOfDay, timeOfDay } from './span-text.ts';
import { TimeInput } from './time-input.tsx';

interface DayRowProps {
  name: string;
  /** "week.0" */
  path: string;
  spans: readonly DraftSpan[];
  problems: Problems;
  onChange: (spans: DraftSpan[]) => void;
  onLeave: () => void;
  /** to every other day that is open */
  onCopy: () => void;
}

export function DayRow({ name, path, spans, problems, onChange, onLeave, onCopy }: DayRowProps) {
  const told = [problems[path], ...spans.map((_span, index) => problems[`${path}.${index}`])].filter(
    (problem): problem is string => problem !== undefined,
  );
  const errorId = `${path}-problem`.replaceAll('.', '-');
  const change = (index: number, part: Partial<DraftSpan>) =>
    onChange(spans.map((span, at) => (at === index ? { ...span, ...part } : span)));
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 py-1.5 sm:grid-cols-[6rem_minmax(0,1fr)_auto]">
      <span className="flex h-8 items-center font-medium text-sm">{name}</span>
      <div className="min-w-0 max-sm:order-last max-sm:col-span-2">
        {spans.length === 0 && <p className="flex h-8 items-center text-muted-foreground text-sm">Closed</p>}
        <ul aria-label={`Openings on ${name}`} className="flex flex-wrap gap-x-4 gap-y-1 empty:hidden">
          {spans.map((span, index) => {
            const isInvalid = problems[path] !== undefined || problems[`${path}.${index}`] !== undefined;
            const shared = { isInvalid, onLeave, describedBy: told.length > 0 ? errorId : undefined };
            const nth = spans.length > 1 ? ` (${index + 1})` : '';
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: an opening has no name of its own; its place is what it is
              <li key={index} className="flex items-center gap-1.5">
                <TimeInput
                  label={`${name} opens${nth}`}
                  value={span.from}
                  onChange={(from) => change(index, { from })}
                  {...shared}
                />
                <span aria-hidden className="text-muted-foreground">
                  –
                </span>
                <TimeInput
                  label={`${name} closes${nth}`}
                  value={span.to}
                  onChange={(to) => change(index, { to })}
                  {...shared}
                />
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Remove ${span.from} to ${span.to} on ${name}`}
                  title="Remove"
                  onClick={() => onChange(spans.filter((_span, at) => at !== index))}
                >
                  <X aria-hidden />
                </Button>
              </li>
            );
          })}
        </ul>
        {told.length > 0 && (
          <p id={errorId} className="mt-1 text-bad text-xs">
            {told[0]}
          </p>
        )}
      </div>
      <div className="flex h-8 items-center gap-1">
        <Button
          variant="ghost"
          size="sm"
          disabled={spans.length >= 4}
          aria-label={`Add hours on ${name}`}
          onClick={() => onChange([...spans, nextOpening(spans)])}
        >
          <Plus aria-hidden /> Hours
        </Button>
        <Button
          variant="ghost"
          size="sm"
          disabled={spans.length === 0}
          aria-label={`Copy the hours of ${name} to every open day`}
          title="To every open day"
          onClick={onCopy}
        >
          <CopyPlus aria-hidden /> Copy
        </Button>
      </div>
    </li>
  );
}

/** A day's first opening is a working day; one more begins an hour after the last. */
function nextOpening(spans: readonly DraftSpan[]): DraftSpan {
  const last = spans.at(-1);
  if (!last) return { from: '08:00', to: '18:00' };
  const from = Math.min(1_380, (readTimeOfDay(last.to) ?? 0) + 60);
  return { from: timeOfDay(from), to: timeOfDay(Math.min(1_440, from + 240)) };
}
