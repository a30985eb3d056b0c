// NinjaOne's activity feed: late, newest first, sometimes a bare array, and with `olderThan` and `newerThan`
// described the wrong way round. Both are ids of activities.
import type { VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import { vendorTime } from '#connectors/sdk/http/vendor-time.ts';
import type { NinjaContext } from './auth.ts';
import { ninja } from './client.ts';
import { activitiesShape, type NinjaActivity } from './vendor-shapes.ts';

export interface ActivityFilter {
  deviceId?: string;
  seriesUid?: string;
  activityType?: string;
  pageSize?: number;
}

const maxPages = 20;

function pageCall(filter: ActivityFilter, window: { olderThan?: number; newerThan?: number }): VendorCall {
  const { deviceId, activityType } = filter;
  return {
    path: deviceId === undefined ? '/v2/activities' : `/v2/device/${deviceId}/activities`,
    query: {
      pageSize: filter.pageSize ?? 200,
      seriesUid: filter.seriesUid,
      ...(deviceId === undefined ? { class: 'DEVICE', type: activityType } : { activityType }),
      ...window,
    },
    action: 'read the activities',
  };
}

const newestFirst = (activities: NinjaActivity[]) => [...activities].sort((a, b) => b.id - a.id);

/** One page, newest first; `olderThan` walks back. */
export async function activityPage(
  context: NinjaContext,
  filter: ActivityFilter,
  window: { olderThan?: number; newerThan?: number } = {},
): Promise<NinjaActivity[]> {
  return newestFirst((await ninja.read(context, activitiesShape, pageCall(filter, window))).activities);
}

export interface FeedPosition {
  /** id of the newest activity that shows; 0 when there is none yet */
  newestId: number;
  /** NinjaOne's own clock at this moment, to the second (ours when it does not tell) */
  atMs: number;
}

/** Where the feed stands now. What happened just before may still appear later, so the time counts as well as the id. */
export async function feedPosition(context: NinjaContext, filter: ActivityFilter): Promise<FeedPosition> {
  const call = pageCall({ ...filter, pageSize: 10 }, {});
  const response = await ninja.call(context, call);
  const { activities } = ninja.toShape(activitiesShape, response.json, call);
  return { newestId: newestFirst(activities)[0]?.id ?? 0, atMs: vendorTime(response, context.now()).getTime() };
}

/**
 * Everything after an activity, newest first. Trusts only the ids: an instance that does what its documentation says
 * answers `newerThan` with older ones, and is then asked the other way.
 */
export async function activitiesAfter(
  context: NinjaContext,
  filter: ActivityFilter,
  afterId: number,
): Promise<NinjaActivity[]> {
  const page = await activityPage(context, filter, { newerThan: afterId });
  const newer = page.filter((activity) => activity.id > afterId);
  if (newer.length > 0 || page.length === 0) return newer;
  const swapped = await activityPage(context, filter, { olderThan: afterId });
  return swapped.filter((activity) => activity.id > afterId);
}

/** Walks back from now while `wanted` says so, to a bound. */
export async function activitiesBack(
  context: NinjaContext,
  filter: ActivityFilter,
  isFarEnough: (found: NinjaActivity[]) => boolean,
): Promise<NinjaActivity[]> {
  const found = new Map<number, NinjaActivity>();
  let oldest: number | undefined;
  for (let page = 0; page < maxPages; page++) {
    const rows = await activityPage(context, filter, oldest === undefined ? {} : { olderThan: oldest });
    const fresh = rows.filter((row) => !found.has(row.id));
    for (const row of fresh) found.set(row.id, row);
    const last = fresh.at(-1);
    const all = [...found.values()];
    if (!last || (oldest !== undefined && last.id >= oldest) || isFarEnough(all)) return all;
    oldest = last.id;
  }
  return [...found.values()];
}
