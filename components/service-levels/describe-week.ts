// A week's opening hours in a line: neighbouring days with the same hours become one. Pure.
import type { Week } from '#server/features/service-levels/service-level.schema.ts';
import { timeOfDay } from './span-text.ts';

export const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const short = (day: number): string => (dayNames[day] ?? '').slice(0, 3);

/** ["Mon to Fri 08:00–18:00", "Sat 09:00–12:00"] */
export function describeWeek(week: Week): string[] {
  const groups: { first: number; last: number; hours: string }[] = [];
  week.forEach((day, index) => {
    const hours = day.map(({ from, to }) => `${timeOfDay(from)}–${timeOfDay(to)}`).join(', ');
    const before = groups.at(-1);
    if (before && before.hours === hours) before.last = index;
    else groups.push({ first: index, last: index, hours });
  });
  const open = groups.filter(({ hours }) => hours !== '');
  if (open.length === 0) return ['Never open'];
  return open.map(({ first, last, hours }) => {
    const said = hours === '00:00–24:00' ? 'around the clock' : hours;
    if (first === 0 && last === 6) return `Every day ${said}`;
    return `${first === last ? short(first) : `${short(first)} to ${short(last)}`} ${said}`;
  });
}
