'use client';
// What runs out: how many tickets are late, nearly late or forgotten, and the first few of them. Nothing when nothing is promised.
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { count } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { ClockChip } from '#components/service-levels/clock-chip.tsx';
import { clockFilters } from '#components/service-levels/clock-filter.ts';
import { readClocksEveryMs } from '#components/service-levels/read-clocks-every.ts';
import { QueryError } from '#components/shared/query-error.tsx';
import { stateOf } from '#components/shared/state-badge.tsx';
import { Card, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { cn } from '#components/ui/cn.ts';
import { runsOutSoon, type TicketClock } from '#server/features/service-levels/service-level.schema.ts';
import { overviewClocksInput } from './overview-clocks-input.ts';

export function ClocksCard() {
  const trpc = useTRPC();
  const routes = useRoutes();
  const clocks = useQuery({
    ...trpc.serviceLevels.clocks.queryOptions(overviewClocksInput),
    refetchInterval: readClocksEveryMs,
  });
  if (clocks.error && !clocks.data) return <QueryError error={clocks.error} onRetry={() => clocks.refetch()} />;
  if (!clocks.data?.isPromised) return null;
  const { counts, items } = clocks.data;
  const urgent = items.filter(isUrgent);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Service levels</CardTitle>
        <Link href={routes.tickets} className="text-accent text-xs hover:underline">
          {count(counts.open)} open
        </Link>
      </CardHeader>
      <ul aria-label="Tickets by their clocks" className="grid grid-cols-3 divide-x">
        {clockFilters.map((filter) => {
          const { icon: Icon, word, tone } = stateOf('clock', filter);
          const some = counts[filter] > 0;
          return (
            <li key={filter} className="relative px-3 py-3 hover:bg-raised sm:px-4">
              <Link
                href={routes.ticketsBy(filter)}
                className="flex items-center gap-1 whitespace-nowrap text-muted-foreground text-xs after:absolute after:inset-0"
              >
                <Icon aria-hidden className="size-3.5 shrink-0 max-sm:hidden" />
                {word}
              </Link>
              <p
                className={cn(
                  'mt-1 font-semibold text-xl tabular-nums leading-7',
                  some && (tone === 'bad' ? 'text-bad' : 'text-wait'),
                )}
              >
                {count(counts[filter])}
              </p>
            </li>
          );
        })}
      </ul>
      {urgent.length > 0 && (
        <ul aria-label="Tickets that run out first" className="divide-y border-t">
          {urgent.map((one) => (
            <UrgentTicket key={one.ticket.id} one={one} href={routes.ticket(one.ticket.id)} />
          ))}
        </ul>
      )}
    </Card>
  );
}

const needsLook = (clock: TicketClock['clock']['response']) => clock.state === 'late' || runsOutSoon(clock);
const isUrgent = ({ clock }: TicketClock) => needsLook(clock.response) || needsLook(clock.resolution);

function UrgentTicket({ one: { ticket, clock }, href }: { one: TicketClock; href: string }) {
  // an answer that came late is over; a resolution that is late goes on
  const name = needsLook(clock.resolution) ? 'Resolution' : 'Response';
  return (
    <li className="relative flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 hover:bg-raised/60">
      <div className="min-w-0 flex-1 basis-40">
        <Link href={href} className="block truncate font-medium after:absolute after:inset-0">
          {ticket.title}
        </Link>
        <p className="truncate text-muted-foreground text-xs">
          {ticket.client?.name ?? 'No client'}, {ticket.assignee ?? 'nobody assigned'}
        </p>
      </div>
      <ClockChip name={name} clock={name === 'Resolution' ? clock.resolution : clock.response} isNamed />
    </li>
  );
}
