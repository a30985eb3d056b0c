'use client';
// Some four hundred names: found by a part of the name, however it is written.
import { Combobox } from '@base-ui/react/combobox';
import { Check, ChevronDown } from 'lucide-react';
import { useMemo } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Field, FieldDescription, FieldError, FieldLabel } from '#components/ui/field.tsx';
import { controlClasses } from '#components/ui/input.tsx';

interface TimeZoneFieldProps {
  value: string;
  onChange: (zone: string) => void;
  problem: string | undefined;
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[_/\s-]+/g, ' ');

export function TimeZoneField({ value, onChange, problem }: TimeZoneFieldProps) {
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')], []);
  return (
    <Field invalid={problem !== undefined}>
      <FieldLabel>Time zone</FieldLabel>
      <Combobox.Root
        items={zones}
        value={value || null}
        onValueChange={(zone) => zone && onChange(zone)}
        filter={(zone, query) => plain(zone).includes(plain(query))}
        limit={60}
        autoHighlight
      >
        <div className="relative">
          <Combobox.Input placeholder="Part of a name, such as zurich" className={cn(controlClasses, 'pr-9')} />
          <Combobox.Trigger
            aria-label="Show time zones"
            className="absolute inset-y-0 right-0 inline-flex w-9 items-center justify-center rounded-md text-muted-foreground"
          >
            <ChevronDown aria-hidden className="size-3.5" />
          </Combobox.Trigger>
        </div>
        <Combobox.Portal>
          <Combobox.Positioner sideOffset={4} className="z-50 outline-none">
            <Combobox.Popup className="max-h-72 w-(--anchor-width) min-w-56 overflow-y-auto rounded-lg border bg-surface p-1 shadow-xl">
              <Combobox.Empty className="px-2 py-1.5 text-muted-foreground text-sm empty:p-0">
                No time zone of that name. Try the nearest large city.
              </Combobox.Empty>
              <Combobox.List aria-label="Time zones">
                {(zone: string) => (
                  <Combobox.Item
                    key={zone}
                    value={zone}
                    className="flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 text-sm outline-none data-highlighted:bg-raised"
                  >
                    <span className="min-w-0 flex-1 truncate">{zone}</span>
                    <span className="text-muted-foreground text-xs tabular-nums">{offsetOf(zone)}</span>
                    <span className="w-4">
                      <Combobox.ItemIndicator>
                        <Check aria-hidden className="size-4" />
                      </Combobox.ItemIndicator>
                    </span>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
      <FieldError>{problem}</FieldError>
      <FieldDescription>Opening hours and days off are meant there, summer time included.</FieldDescription>
    </Field>
  );
}

const offsetOf = (timeZone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts()
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';
