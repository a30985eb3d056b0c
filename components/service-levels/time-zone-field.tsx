'use client';
// A combobox as WAI-ARIA describes it: the focus stays in the text, the arrow keys walk the list, Enter takes, Escape leaves it.
import { Check } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Field, FieldDescription, FieldError, FieldLabel } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { findTimeZones } from './find-time-zones.ts';

interface TimeZoneFieldProps {
  value: string;
  onChange: (zone: string) => void;
  problem: string | undefined;
}

export function TimeZoneField({ value, onChange, problem }: TimeZoneFieldProps) {
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')], []);
  /** what is being typed; null while the list is closed */
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const isOpen = query !== null;
  const found = isOpen ? findTimeZones(zones, query) : [];
  const open = (text: string) => {
    setQuery(text);
    setActive(0);
  };
  const choose = (zone: string | undefined) => {
    if (zone) onChange(zone);
    setQuery(null);
  };
  useEffect(() => {
    if (isOpen) list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [isOpen, active]);
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!isOpen) open('');
      else if (found.length > 0) setActive((active + step + found.length) % found.length);
    }
    if (!isOpen) return;
    if (event.key === 'Enter') {
      // it would save the form
      event.preventDefault();
      choose(found[active]);
    }
    if (event.key === 'Escape') setQuery(null);
  };
  return (
    <Field invalid={problem !== undefined}>
      <FieldLabel>Time zone</FieldLabel>
      <div className="relative">
        <Input
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-activedescendant={isOpen && found.length > 0 ? `${listId}-${active}` : undefined}
          placeholder="Part of a name, such as zurich"
          value={query ?? value}
          onChange={(event) => open(event.target.value)}
          onFocus={(event) => event.target.select()}
          onKeyDown={press}
          onBlur={() => setQuery(null)}
        />
        <div
          id={listId}
          ref={list}
          role="listbox"
          aria-label="Time zones"
          className={cn(
            'absolute top-full right-0 left-0 z-50 mt-1 max-h-64 overflow-y-auto rounded-lg border bg-surface p-1 shadow-xl',
            found.length === 0 && 'hidden',
          )}
        >
          {found.map((zone, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard where the focus is, in the text
            <div
              key={zone}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={zone === value}
              // pressing must not take the focus out of the text, which would close the list
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => setActive(index)}
              onClick={() => choose(zone)}
              className={cn(
                'flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 text-sm',
                index === active && 'bg-raised',
              )}
            >
              <Check aria-hidden className={cn('size-4 shrink-0 text-accent', zone !== value && 'invisible')} />
              <span className="min-w-0 flex-1 truncate">{zone.replaceAll('_', ' ')}</span>
              <span className="text-muted-foreground text-xs tabular-nums">{offsetOf(zone)}</span>
            </div>
          ))}
        </div>
      </div>
      {isOpen && found.length === 0 && (
        <p role="status" className="text-muted-foreground text-xs">
          No time zone of that name. Try the nearest large city.
        </p>
      )}
      <FieldError>{problem}</FieldError>
      <FieldDescription>Opening hours and days off are meant there, summer time included.</FieldDescription>
    </Field>
  );
}

const offsetOf = (timeZone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts()
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';
