import { count } from '#components/lib/format.ts';
import type { ConnectionHealthView } from '#server/features/connections/connection-health.schema.ts';

/** Requests of the last minute against what is allowed now and what the vendor allows at most. */
export function PaceGauge({ pace }: { pace: ConnectionHealthView['pace'] }) {
  const limit = Math.max(1, pace.limitPerMinute);
  const used = Math.min(100, (pace.usedLastMinute / limit) * 100);
  const allowed = Math.min(100, (pace.allowedPerMinute / limit) * 100);
  const isTight = pace.usedLastMinute > pace.allowedPerMinute * 0.8;
  const text = `${count(pace.usedLastMinute)} of ${count(Math.round(pace.allowedPerMinute))} requests in the last minute`;
  return (
    <div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 className="font-medium text-sm">Requests</h3>
        <span className="text-muted-foreground text-xs tabular-nums">{text}</span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: <meter> cannot show what is allowed behind what is used */}
      <div
        role="meter"
        aria-label="Requests in the last minute"
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(limit, pace.usedLastMinute)}
        aria-valuetext={text}
        className="relative mt-2 h-2 overflow-hidden rounded-full bg-raised"
      >
        <div className="absolute inset-y-0 left-0 bg-control/30" style={{ width: `${allowed}%` }} />
        <div
          className={`absolute inset-y-0 left-0 rounded-full ${isTight ? 'bg-wait' : 'bg-accent'}`}
          style={{ width: `${Math.max(used, pace.usedLastMinute > 0 ? 1 : 0)}%` }}
        />
      </div>
      <p className="mt-1.5 text-muted-foreground text-xs">
        The vendor allows about {count(pace.limitPerMinute)} a minute
        {pace.shared === 'address' && ', shared by every connection of this product from here'}.
      </p>
    </div>
  );
}
