// The activity log. Its details are JSON in a text, with names like "job.uid" (seen by DattoRMM.Core, not in the document).
import { z } from 'zod';
import { collectPages } from '#connectors/sdk/http/paging.ts';
import type { DattoContext } from './auth.ts';
import { readPage } from './lists.ts';
import { activityShape, type DattoActivity } from './vendor-shapes.ts';

const pageSize = 100;
const maxPages = 20;
const detailsShape = z.record(z.string(), z.unknown());

/** "2026-11-20T08:00:00Z": no fraction */
const seconds = (at: Date) => `${at.toISOString().slice(0, 19)}Z`;

/** Newest first, back to `from`, or until `isEnough`. Without `from` Datto shows a quarter of an hour. */
export async function activitiesBack(
  context: DattoContext,
  from: Date,
  query: Record<string, string>,
  isEnough: (all: readonly DattoActivity[]) => boolean,
): Promise<DattoActivity[]> {
  const list = {
    path: '/v2/activity-logs' as const,
    query: { size: pageSize, order: 'desc', from: seconds(from), ...query },
    name: 'activities',
    shape: activityShape,
    action: 'read the activity log',
  };
  const all: DattoActivity[] = [];
  return collectPages<DattoActivity>(
    {
      maxPages: maxPages + 1,
      fetchPage: async (cursor) => {
        const page = await readPage(context, list, cursor);
        all.push(...page.items);
        const isEnd = page.items.length === 0 || isEnough(all) || all.length >= pageSize * maxPages;
        return isEnd ? { ...page, next: null } : page;
      },
    },
    (activity) => activity.id,
  );
}

export function detailsOf(activity: DattoActivity): Record<string, unknown> {
  try {
    return detailsShape.parse(JSON.parse(activity.details ?? ''));
  } catch {
    return {};
  }
}
