'use client';
// Both clocks of one ticket, with what they are counted from: target, use, due time on the promise's own clocks, and why one stands.
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/lib/trpc.ts';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { cn } from '#components/ui/cn.ts';
import type { ClockView, ReadClockOutput } from '#server/features/service-levels/service-level.schema.ts';
import { ClockChip } from './clock-chip.tsx';
import { type ClockState, clockStateOf, timeInZone } from './describe-clock.ts';
import { readClocksEveryMs } from './read-clocks-every.ts';
import { spanText } from './span-text.ts';
import { inSentence } from './stage-words.ts';
import { StaleChip } from './stale-chip.tsx';

const useTicketClock = (ticketId: string) => {
  const trpc = useTRPC();
  return useQuery({ ...trpc.serviceLevels.clockOf.queryOptions({ ticketId }), refetchInterval: readClocksEveryMs });
};

/** Where the card is far down: on a narrow screen. */
export function TicketClockChips({ ticketId }: { ticketId: string }) {
  const { data } = useTicketClock(ticketId);
  if (!data) return null;
  return (
    <span className="flex flex-wrap gap-1 xl:hidden">
      <ClockChip name="Response" clock={data.response} isNamed />
      <ClockChip name="Resolution" clock={data.resolution} isNamed />
      {data.isStale && <StaleChip quietSince={data.quietSince} />}
    </span>
  );
}

export function TicketClockCard({ ticketId }: { ticketId: string }) {
  const clock = useTicketClock(ticketId);
  if (clock.error && !clock.data) return <QueryError error={clock.error} onRetry={() => clock.refetch()} />;
  if (!clock.data) return null;
  const { response, resolution, promise, isStale, quietSince } = clock.data;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Service level</CardTitle>
        <span className="truncate text-muted-foreground text-xs">{promise.name}</span>
      </CardHeader>
      <CardContent className="space-y-4">
        <Clock title="First response" name="Response" clock={response} of={clock.data} />
        <Clock title="Resolution" name="Resolution" clock={resolution} of={clock.data} />
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 border-t pt-3 text-muted-foreground text-xs">
          <span>
            Quiet since <RelativeTime at={quietSince} />
          </span>
          {isStale && <StaleChip quietSince={quietSince} />}
        </p>
      </CardContent>
    </Card>
  );
}

interface ClockProps {
  title: string;
  name: 'Response' | 'Resolution';
  clock: ClockView;
  of: NonNullable<ReadClockOutput>;
}

const barColour: Record<ClockState, string> = {
  none: '',
  running: 'bg-live',
  soon: 'bg-wait',
  paused: 'bg-control',
  met: 'bg-ok',
  late: 'bg-bad',
  unknown: '',
};

function Clock({ title, name, clock, of: { promise, stage } }: ClockProps) {
  const state = clockStateOf(clock);
  const { targetMinutes, usedMinutes, dueAt } = clock;
  return (
    <section aria-label={title}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-medium text-sm">{title}</h3>
        {targetMinutes === null ? (
          <span className="text-muted-foreground text-xs">Not promised</span>
        ) : (
          <ClockChip name={name} clock={clock} />
        )}
      </div>
      {targetMinutes !== null && state !== 'unknown' && (
        <>
          <div aria-hidden className="mt-2 h-1 overflow-hidden rounded-full bg-raised">
            <div
              className={cn('h-full rounded-full', barColour[state])}
              style={{ width: `${Math.min(100, Math.round((usedMinutes / targetMinutes) * 100))}%` }}
            />
          </div>
          <p className="mt-1.5 text-muted-foreground text-xs tabular-nums">
            {spanText(usedMinutes)} of {spanText(targetMinutes)} used, in open hours
          </p>
        </>
      )}
      {state === 'unknown' && (
        <p className="mt-1.5 text-muted-foreground text-xs">
          It was answered before MSPclaw first saw it; when exactly is not known.
        </p>
      )}
      {dueAt && (
        <p className="text-xs tabular-nums">
          Due <time dateTime={dueAt.toISOString()}>{timeInZone(dueAt, promise.timeZone)}</time>{' '}
          <span className="text-muted-foreground">({promise.timeZone})</span>
        </p>
      )}
      {state === 'paused' && stage && (
        <p className="text-xs">Stands still because the ticket is {inSentence(stage)}.</p>
      )}
    </section>
  );
}
