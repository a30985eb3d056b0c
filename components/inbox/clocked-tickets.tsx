'use client';
// Open tickets that are late, run out soon or lie about: what runs out first stands first.
import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { plural } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { useUrlState } from '#components/lib/use-url-state.ts';
import type { ClockFilter } from '#components/service-levels/clock-filter.ts';
import { readClocksEveryMs } from '#components/service-levels/read-clocks-every.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Button } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { TableCell } from '#components/ui/table.tsx';
import { clocksInput } from './ticket-filter.ts';
import { TicketRow } from './ticket-row.tsx';
import { TicketsTable } from './tickets-table.tsx';

const emptyTitles: Record<ClockFilter, string> = {
  late: 'No ticket is late',
  soon: 'No ticket runs out soon',
  stale: 'No ticket lies about',
};

export function ClockedTickets({ clock: view, q }: { clock: ClockFilter; q: string | undefined }) {
  const trpc = useTRPC();
  const url = useUrlState();
  const clocks = useQuery({
    ...trpc.serviceLevels.clocks.queryOptions(clocksInput({ clock: view, q })),
    refetchInterval: readClocksEveryMs,
  });
  if (clocks.error && !clocks.data) return <QueryError error={clocks.error} onRetry={() => clocks.refetch()} />;
  if (!clocks.data) return <ListSkeleton />;
  const { items, counts } = clocks.data;
  if (items.length === 0) {
    return (
      <Empty
        icon={CircleCheck}
        title={q ? 'No ticket fits this filter' : emptyTitles[view]}
        action={<Button onClick={() => url.set({ clock: null, q: null })}>Show every open ticket</Button>}
      />
    );
  }
  return (
    <>
      <TicketsTable hasClocks lastColumns={['Quiet since']}>
        {items.map(({ ticket, clock }) => (
          <TicketRow key={ticket.id} ticket={{ ...ticket, isClosed: false }} clock={clock} hasClocks>
            <TableCell className="text-right text-muted-foreground">
              <RelativeTime at={clock.quietSince} />
            </TableCell>
          </TicketRow>
        ))}
      </TicketsTable>
      {counts[view] > items.length && (
        <p className="border-t px-4 py-3 text-muted-foreground text-xs md:px-6">
          The {plural(items.length, 'ticket')} that run out first, of {counts[view]}.
        </p>
      )}
    </>
  );
}
