'use client';
import { relativeTime } from '#components/lib/format.ts';
import { useNow } from '#components/lib/use-now.tsx';
import { stateOf } from '#components/shared/state-badge.tsx';
import { Badge } from '#components/ui/badge.tsx';

/** Nobody has touched it for too long. */
export function StaleChip({ quietSince }: { quietSince: Date }) {
  const now = useNow();
  const { icon: Icon, tone, word } = stateOf('clock', 'stale');
  return (
    <Badge tone={tone} data-clock="stale" title={`Nothing has happened to it since ${relativeTime(quietSince, now)}`}>
      <Icon aria-hidden />
      {word}
    </Badge>
  );
}
