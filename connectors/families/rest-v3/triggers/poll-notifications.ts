// News without a webhook, and what a webhook missed. Notifications have growing ids and never change: an unknown one is new,
// a known one that is missing was dismissed. The list is read newest first, down to where our memory begins.
import { z } from 'zod';
import { vendorTime } from '#connectors/sdk/http/vendor-time.ts';
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import type { RestV3 } from '../client.ts';
import { notificationList } from '../notifications.ts';
import { parseTime } from '../parse-time.ts';
import type { RestV3Context, RestV3Secrets, RestV3Settings } from '../vendor.ts';
import type { RestV3Notification } from '../vendor-shapes.ts';

/** every notification above `floor` that was seen and was not dismissed */
const cursorShape = z.object({ floor: z.number(), seen: z.array(z.number()) });
type Cursor = z.output<typeof cursorShape>;

/** how far back the first round tells */
const firstRoundMs = 3_600_000;
/** how many are remembered: three pages a round */
const mostRemembered = 300;
/** after a long time away the newest 5,000 are told; what is older is history */
const mostRead = 5_000;

export const createNotificationPoll = (api: RestV3): PollTrigger<RestV3Settings, RestV3Secrets, Cursor> => ({
  name: 'notifications',
  everySeconds: 60,

  async poll(context, given) {
    const before = cursorShape.safeParse(given).data ?? null;
    const rows = await readDownTo(api, context, before?.floor ?? null);
    const found = new Map(rows.flatMap((row) => (Number.isSafeInteger(Number(row.Id)) ? [[Number(row.Id), row]] : [])));
    const cursor = rememberNewest([...found.keys()], before?.floor ?? 0);
    const seen = new Set(before?.seen);
    const floor = before?.floor ?? 0;
    const isRecent = before === null ? await recently(api, context) : () => true;
    const came = [...found]
      .filter(([id, row]) => id > floor && !seen.has(id) && isRecent(row))
      .sort(([a], [b]) => a - b)
      .map(([, row]) => toHint(row, 'created'));
    const went = [...seen].filter((id) => !found.has(id)).map((id) => toHint({ Id: String(id) }, 'deleted'));
    return { hints: [...came, ...went], cursor, more: false };
  },
});

/** By the vendor's clock. Whether anything older still holds, nobody says: it is left to people. */
async function recently(api: RestV3, context: RestV3Context): Promise<(row: RestV3Notification) => boolean> {
  const asked = await api.road.call(context, { path: api.vendor.environmentPath, action: 'ask for the time' });
  const sinceMs = vendorTime(asked, context.now()).getTime() - firstRoundMs;
  return ({ DateTime }) => Date.parse(parseTime(DateTime) ?? '') >= sinceMs;
}

/** Rows newest first, at least all above `floor`; for the first round as many as are remembered. */
function readDownTo(api: RestV3, context: RestV3Context, floor: number | null): Promise<RestV3Notification[]> {
  return api.until(context, notificationList(), (rows) => {
    if (rows.length >= mostRead) return true;
    return floor === null ? rows.length > mostRemembered : rows.some((row) => Number(row.Id) <= floor);
  });
}

function rememberNewest(ids: number[], floor: number): Cursor {
  const newest = ids.filter((id) => id > floor).sort((a, b) => b - a);
  const forgotten = newest[mostRemembered];
  return forgotten === undefined
    ? { floor, seen: newest }
    : { floor: forgotten, seen: newest.slice(0, mostRemembered) };
}

const toHint = (row: Partial<RestV3Notification> & { Id: string }, change: EntityHint['change']): EntityHint => ({
  entity: 'alert',
  id: row.Id,
  change,
  deviceId: row.ComputerIdentifier ?? null,
  at: parseTime(row.DateTime),
});
