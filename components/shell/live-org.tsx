'use client';
// One event stream per tab tells which areas changed; their queries are read again. The indicator shows the stream.
import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { CloudOff, LoaderCircle, Radio } from 'lucide-react';
import { createContext, type ReactNode, useContext, useRef } from 'react';
import { useTRPC } from '#components/lib/trpc.ts';
import { cn } from '#components/ui/cn.ts';
import type { OrgPulse } from '#server/features/overview/watch-org.schema.ts';

type LiveState = 'live' | 'connecting' | 'lost';
const LiveContext = createContext<LiveState>('connecting');

export function LiveOrg({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const seen = useRef<OrgPulse | null>(null);
  const keysOf: Record<keyof OrgPulse, readonly (readonly unknown[])[]> = {
    incidents: [trpc.inbox.pathKey(), trpc.serviceLevels.pathKey(), trpc.overview.read.queryKey()],
    runs: [trpc.runs.list.pathKey(), trpc.runs.counts.pathKey(), trpc.overview.read.queryKey()],
    approvals: [trpc.approvals.pathKey(), trpc.overview.read.queryKey()],
    connections: [trpc.connections.pathKey(), trpc.overview.read.queryKey()],
  };
  const stream = useSubscription(
    trpc.overview.watch.subscriptionOptions(undefined, {
      onData(pulse) {
        const before = seen.current;
        seen.current = pulse;
        if (!before) return;
        for (const area of Object.keys(keysOf) as (keyof OrgPulse)[]) {
          if (before[area] === pulse[area]) continue;
          for (const queryKey of keysOf[area]) void queries.invalidateQueries({ queryKey });
        }
      },
    }),
  );
  const state = stream.status === 'pending' ? 'live' : stream.status === 'error' ? 'lost' : 'connecting';
  return <LiveContext value={state}>{children}</LiveContext>;
}

const shown = {
  live: { icon: Radio, word: 'Live', colour: 'text-ok' },
  connecting: { icon: LoaderCircle, word: 'Connecting', colour: 'text-wait' },
  lost: { icon: CloudOff, word: 'Not live', colour: 'text-bad' },
} as const;

export function LiveIndicator() {
  const { icon: Icon, word, colour } = shown[useContext(LiveContext)];
  return (
    <span
      role="status"
      className={cn('inline-flex items-center gap-1.5 text-xs', colour)}
      title="Changes arrive by themselves while this says Live"
    >
      <Icon aria-hidden className={cn('size-3.5', word === 'Connecting' && 'animate-spin')} />
      {word}
    </span>
  );
}
