'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import Link from 'next/link';
import { useReaches, useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { useUrlState } from '#components/lib/use-url-state.ts';
import { ClockFilters } from '#components/service-levels/clock-filters.tsx';
import { readClocksEveryMs } from '#components/service-levels/read-clocks-every.ts';
import { KeyHints } from '#components/shared/key-hints.tsx';
import { SearchInput } from '#components/shared/search-input.tsx';
import { Button } from '#components/ui/button.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import { AllTickets } from './all-tickets.tsx';
import { ClockedTickets } from './clocked-tickets.tsx';
import { InboxHeader } from './inbox-header.tsx';
import { clocksInput, ticketFilterOf } from './ticket-filter.ts';

export function TicketsList() {
  const trpc = useTRPC();
  const url = useUrlState();
  const routes = useRoutes();
  const canPromise = useReaches('admin');
  const filter = ticketFilterOf(url.get);
  const clocks = useQuery({
    ...trpc.serviceLevels.clocks.queryOptions(clocksInput(filter)),
    placeholderData: keepPreviousData,
    refetchInterval: readClocksEveryMs,
  });
  const isPromised = clocks.data?.isPromised ?? false;
  return (
    <div className="flex min-h-full flex-col">
      <InboxHeader tab="tickets" />
      <search className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
        <SearchInput label="Search tickets" placeholder="Title or number" />
        <NativeSelect
          aria-label="Which tickets"
          value={filter.clock ? 'active' : filter.view}
          onChange={(event) => url.set({ view: event.target.value === 'all' ? 'all' : null, clock: null })}
        >
          <option value="active">Open</option>
          <option value="all">All</option>
        </NativeSelect>
        {clocks.data && isPromised && (
          <div className="flex gap-2 max-sm:w-full max-sm:overflow-x-auto max-sm:p-1 sm:flex-wrap">
            <ClockFilters
              counts={clocks.data.counts}
              chosen={filter.clock}
              onChoose={(clock) => url.set({ clock, view: null })}
            />
          </div>
        )}
        {clocks.error && !clocks.data && (
          <Button size="sm" onClick={() => clocks.refetch()}>
            <RotateCw aria-hidden /> The clocks could not be read. Try again
          </Button>
        )}
        {clocks.data && !isPromised && canPromise && (
          <Link href={routes.serviceLevels} className="text-accent text-xs hover:underline">
            Promise response times
          </Link>
        )}
        {clocks.data && (
          <output className="ml-auto text-muted-foreground text-xs tabular-nums">{clocks.data.counts.open} open</output>
        )}
      </search>
      <div className="flex-1">
        {filter.clock ? (
          <ClockedTickets clock={filter.clock} q={filter.q} />
        ) : (
          <AllTickets filter={filter} hasClocks={isPromised} />
        )}
      </div>
      <KeyHints
        hints={[
          ['j k', 'move'],
          ['Enter', 'open'],
          ['/', 'search'],
        ]}
      />
    </div>
  );
}
