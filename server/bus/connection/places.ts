// How much of a connection may be under way at once, in this process: requests, requests of one kind of record where the
// vendor counts those, and whole calls. After an outage few, then more: what waited must not fall on the vendor at once.
import type { ConnectorLimits } from '#connectors/sdk/connector.ts';
import { createSemaphore, type Semaphore } from './semaphore.ts';

export interface Places {
  requests: Semaphore;
  calls: Semaphore;
  /** null = the vendor does not count by kind, or the request names none */
  lane(name: string | undefined): Semaphore | null;
  /** called with every turn */
  fit(recoveringMs: number | null): void;
}

export const widenEveryMs = 10_000;
/** a connector names a handful; a name made of data must not fill the memory */
const mostLanes = 200;

/** 1, 2, 4 ... up to the usual. null = as usual */
export function widthAfterOutage(
  recoveringMs: number | null,
  concurrency: number,
  everyMs = widenEveryMs,
): number | null {
  if (recoveringMs === null) return null;
  const width = 2 ** Math.min(20, Math.floor(recoveringMs / everyMs));
  return width >= concurrency ? null : width;
}

export function createPlaces({ concurrency, laneConcurrency }: ConnectorLimits, everyMs = widenEveryMs): Places {
  const requests = createSemaphore(concurrency);
  const calls = createSemaphore(concurrency);
  const lanes = new Map<string, Semaphore>();
  return {
    requests,
    calls,
    lane(name) {
      if (laneConcurrency === undefined || name === undefined) return null;
      const key = lanes.has(name) || lanes.size < mostLanes ? name : 'others';
      const known = lanes.get(key) ?? createSemaphore(laneConcurrency);
      lanes.set(key, known);
      return known;
    },
    fit(recoveringMs) {
      const width = widthAfterOutage(recoveringMs, concurrency, everyMs) ?? concurrency;
      requests.setLimit(width);
      calls.setLimit(width);
    },
  };
}
