'use client';
import { Button } from '#components/ui/button.tsx';
import { DayRow } from './day-row.tsx';
import { dayNames } from './describe-week.ts';
import { aroundTheClock, type DraftSpan, type Problems, weekdaysOnly } from './draft-promise.ts';

interface WeekEditorProps {
  week: readonly DraftSpan[][];
  problems: Problems;
  /** `day` is what was changed, as a place of the form */
  onChange: (week: DraftSpan[][], day: string) => void;
  onLeave: (day: string) => void;
}

export function WeekEditor({ week, problems, onChange, onLeave }: WeekEditorProps) {
  const setDay = (index: number, spans: DraftSpan[]) =>
    onChange(
      week.map((day, at) => (at === index ? spans : day)),
      `week.${index}`,
    );
  const copy = (index: number) =>
    onChange(
      week.map((day) => (day.length > 0 ? [...(week[index] ?? [])] : day)),
      'week',
    );
  return (
    <fieldset>
      <legend className="font-medium text-sm">Opening hours</legend>
      <p className="text-muted-foreground text-xs leading-relaxed">
        The clocks count only while you are open. Type 8, 8:30 or 24:00; the arrow keys move a time by 15 minutes.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" onClick={() => onChange(weekdaysOnly, 'week')}>
          Mon to Fri 08:00–18:00
        </Button>
        <Button size="sm" onClick={() => onChange(aroundTheClock, 'week')}>
          Around the clock
        </Button>
      </div>
      <ul aria-label="Days of the week" className="mt-2 divide-y">
        {dayNames.map((name, index) => (
          <DayRow
            key={name}
            name={name}
            path={`week.${index}`}
            spans={week[index] ?? []}
            problems={problems}
            onChange={(spans) => setDay(index, spans)}
            onLeave={() => onLeave(`week.${index}`)}
            onCopy={() => copy(index)}
          />
        ))}
      </ul>
      {week.every((day) => day.length === 0) && (
        <p role="status" className="text-wait text-xs">
          You are never open: no clock would ever run.
        </p>
      )}
    </fieldset>
  );
}
