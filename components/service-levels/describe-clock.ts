// What a clock says on a chip: its state, and how much is left, used or over, in open hours. Pure.
import { type ClockView, runsOutSoon } from '#server/features/service-levels/service-level.schema.ts';
import { spanText } from './span-text.ts';

export type ClockState = ClockView['state'] | 'soon';

export const clockStateOf = (clock: ClockView): ClockState => (runsOutSoon(clock) ? 'soon' : clock.state);

export function clockText({ state, targetMinutes, usedMinutes }: ClockView): string {
  const left = (targetMinutes ?? 0) - usedMinutes;
  switch (state) {
    case 'running':
      return `${spanText(left)} left`;
    case 'paused':
      return `Paused, ${spanText(left)} left`;
    case 'met':
      return usedMinutes === 0 ? 'Met at once' : `Met in ${spanText(usedMinutes)}`;
    case 'late':
      return `Late by ${spanText(-left)}`;
    case 'unknown':
      return 'Not known';
    case 'none':
      return 'Not promised';
  }
}

/** "Fri 20 Nov, 17:00" on the clocks of that zone. From parts, so that server and browser write it alike. */
export function timeInZone(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('weekday')} ${part('day')} ${part('month')}, ${part('hour')}:${part('minute')}`;
}
