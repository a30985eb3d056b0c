import type { ReactNode } from 'react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { ClockChip } from '#components/service-levels/clock-chip.tsx';
import { StaleChip } from '#components/service-levels/stale-chip.tsx';
import { RowLink } from '#components/shared/row-link.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { TableCell, TableRow } from '#components/ui/table.tsx';
import type { TicketSummary } from '#server/features/inbox/list-tickets.schema.ts';
import type { TicketClockView } from '#server/features/service-levels/service-level.schema.ts';
import { TicketNumber } from './ticket-number.tsx';

interface TicketRowProps {
  ticket: Pick<
    TicketSummary,
    'id' | 'externalId' | 'title' | 'status' | 'isClosed' | 'priority' | 'assignee' | 'client'
  > & {
    url?: string | null;
  };
  /** null: nothing is promised to its client */
  clock: TicketClockView | null;
  /** the table has columns for the clocks */
  hasClocks: boolean;
  /** the last columns */
  children: ReactNode;
}

export function TicketRow({ ticket, clock, hasClocks, children }: TicketRowProps) {
  const routes = useRoutes();
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap font-mono text-xs">
        <TicketNumber ticket={{ externalId: ticket.externalId, url: ticket.url ?? null }} />
      </TableCell>
      <TableCell className="min-w-56">
        <RowLink href={routes.ticket(ticket.id)} className="font-medium hover:underline">
          {ticket.title}
        </RowLink>
        <span className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted-foreground text-xs">
          {ticket.client?.name ?? 'No client'}
          {clock?.isStale && <StaleChip quietSince={clock.quietSince} />}
          {clock && (
            // a narrow screen has no columns for them
            <span className="flex flex-wrap gap-1 md:hidden">
              <ClockChip name="Response" clock={clock.response} isNamed />
              <ClockChip name="Resolution" clock={clock.resolution} isNamed />
            </span>
          )}
        </span>
      </TableCell>
      {hasClocks && (
        <>
          <TableCell className="max-md:hidden">
            {clock && <ClockChip name="Response" clock={clock.response} />}
          </TableCell>
          <TableCell className="max-md:hidden">
            {clock && <ClockChip name="Resolution" clock={clock.resolution} />}
          </TableCell>
        </>
      )}
      <TableCell>
        <Badge tone={ticket.isClosed ? 'neutral' : 'accent'}>{ticket.status}</Badge>
      </TableCell>
      <TableCell className="whitespace-nowrap text-muted-foreground">{ticket.priority}</TableCell>
      <TableCell className="whitespace-nowrap text-muted-foreground">{ticket.assignee ?? 'nobody'}</TableCell>
      {children}
    </TableRow>
  );
}
