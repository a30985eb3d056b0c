'use client';
import { useRef } from 'react';
import { duration } from '#components/lib/format.ts';
import { useNow } from '#components/lib/use-now.tsx';
import { useRowKeys } from '#components/lib/use-row-keys.ts';
import { stateOf } from '#components/shared/state-badge.tsx';
import { cn } from '#components/ui/cn.ts';
import type { RunView } from '#server/features/runs/read-run.schema.ts';
import { layoutTimeline, type TimelineRow } from './layout-timeline.ts';

const barColours: Record<string, string> = {
  ok: 'bg-ok/70',
  bad: 'bg-bad/80',
  wait: 'bg-wait/60',
  live: 'bg-live/80',
  unsure: 'bg-unsure/80',
  neutral: 'bg-control/60',
};
const textColours: Record<string, string> = {
  ok: 'text-ok',
  bad: 'text-bad',
  wait: 'text-wait',
  live: 'text-live',
  unsure: 'text-unsure',
};

interface RunTimelineProps {
  view: RunView;
  chosen: string | null;
  onChoose: (path: string) => void;
}

export function RunTimeline({ view, chosen, onChoose }: RunTimelineProps) {
  const list = useRef<HTMLOListElement>(null);
  useRowKeys(list);
  const timeline = layoutTimeline(view, useNow());
  if (timeline.rows.length === 0) {
    return <p className="px-4 py-6 text-muted-foreground text-sm">Queued: a worker will begin in a moment.</p>;
  }
  return (
    <div className="pb-2">
      <div aria-hidden className="relative mr-[6.75rem] ml-[14.75rem] hidden h-6 border-b sm:block">
        {timeline.ticks.map((tick) => (
          <span
            key={tick.leftPercent}
            className={cn(
              'absolute top-1 font-mono text-2xs text-muted-foreground',
              tick.leftPercent === 100 ? 'right-0' : '-translate-x-1/2 first:translate-x-0',
              tick.leftPercent % 50 !== 0 && 'max-2xl:hidden',
            )}
            style={tick.leftPercent === 100 ? undefined : { left: `${tick.leftPercent}%` }}
          >
            {tick.atMs === 0 ? '0' : duration(tick.atMs)}
          </span>
        ))}
      </div>
      <ol ref={list} aria-label="Steps on the time axis">
        {timeline.rows.map((row) => (
          <li key={row.key}>
            <TimelineBar row={row} isChosen={row.kind === 'step' && row.path === chosen} onChoose={onChoose} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function TimelineBar({
  row,
  isChosen,
  onChoose,
}: {
  row: TimelineRow;
  isChosen: boolean;
  onChoose: (path: string) => void;
}) {
  const state = stateOf(row.kind === 'approval' ? 'approval' : 'step', row.status);
  const Icon = state.icon;
  return (
    <button
      type="button"
      data-row
      aria-pressed={isChosen}
      onClick={() => onChoose(row.path)}
      className={cn(
        'flex h-8 w-full items-center gap-3 pr-4 pl-4 text-left -outline-offset-2 hover:bg-raised/60',
        isChosen && 'bg-raised',
      )}
    >
      <span
        className="flex w-32 shrink-0 items-center gap-2 sm:w-52"
        style={{ paddingLeft: `${row.depth * 0.875}rem` }}
      >
        <Icon
          aria-hidden
          className={cn(
            'size-3.5 shrink-0',
            textColours[state.tone] ?? 'text-muted-foreground',
            state.isMoving && 'animate-spin',
          )}
        />
        <span className={cn('truncate text-sm', row.kind !== 'step' && 'text-muted-foreground italic')}>
          {row.title}
        </span>
        <span className="sr-only">
          {state.word}, {duration(row.durationMs)}
        </span>
      </span>
      <span className="relative h-full min-w-0 flex-1">
        <span
          aria-hidden
          className={cn(
            'absolute top-1/2 h-2.5 -translate-y-1/2 rounded-sm',
            barColours[state.tone] ?? 'bg-control/60',
            row.isOpen && 'animate-pulse',
            row.kind !== 'step' && 'h-1.5',
          )}
          style={{ left: `${row.leftPercent}%`, width: `${row.widthPercent}%` }}
        />
      </span>
      <span className="w-20 shrink-0 whitespace-nowrap text-right font-mono text-2xs text-muted-foreground">
        {duration(row.durationMs)}
      </span>
    </button>
  );
}
