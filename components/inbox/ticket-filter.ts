// The filter of the tickets as it stands in the address. Pure; the server page and the browser read it alike.
import { type ClockFilter, clockFilterOf } from '#components/service-levels/clock-filter.ts';

export interface TicketFilter {
  view: 'active' | 'all';
  /** clocks run for open tickets only: the view has no say then */
  clock: ClockFilter | undefined;
  q: string | undefined;
}

export const ticketFilterOf = (get: (key: string) => string | undefined): TicketFilter => ({
  view: get('view') === 'all' ? 'all' : 'active',
  clock: clockFilterOf(get('clock')),
  q: get('q')?.trim().slice(0, 120) || undefined,
});

/** What is asked for the counts, and for the rows of a filter, in one question. */
export const clocksInput = ({ clock, q }: Pick<TicketFilter, 'clock' | 'q'>) => ({
  view: clock ?? ('all' as const),
  limit: clock ? 200 : 1,
  ...(q ? { q } : {}),
});
