// Notifications as our alerts. Pure. There is no title, no kind and no end: a notification is active until somebody
// dismisses it, and then it is gone.
import { toVendorAlert } from '#connectors/sdk/alerts/describe-alert.ts';
import type { DeviceEvent, Ref, Severity, VendorAlert } from '#connectors/sdk/nouns.ts';
import { parseTime } from './parse-time.ts';
import type { RestV3Notification } from './vendor-shapes.ts';

const severities: Record<string, Severity> = {
  critical: 'critical',
  elevated: 'major',
  normal: 'moderate',
  low: 'minor',
};
const severityOf = (notification: RestV3Notification): Severity =>
  severities[notification.Priority?.toLowerCase() ?? ''] ?? 'moderate';

/** "(29.94 GB free of 476.31 GB)": the percentage beside it is only the monitor's limit */
function measuredOf(message: string): Record<string, number> {
  const [, free, freeUnit, total, totalUnit] =
    /\((\d{1,9}(?:\.\d{1,6})?) ([KMGT]B) free of (\d{1,9}(?:\.\d{1,6})?) ([KMGT]B)\)/.exec(message) ?? [];
  const size = (amount: string | undefined, unit: string | undefined) =>
    Number(amount) * 1_024 ** 'KMGT'.indexOf(unit?.[0] ?? 'K');
  const share = size(free, freeUnit) / size(total, totalUnit);
  return share >= 0 && share <= 1 ? { freePercent: Math.round(share * 1_000) / 10 } : {};
}

/** The same problem says the same words with other numbers in them. */
const wordsOf = (message: string) => titleOf(message).replace(/\d+(\.\d+)?/g, '#');

const titleOf = (message: string) => message.split(/\r?\n/)[0]?.slice(0, 200) || 'Notification';

export function toAlert(
  notification: RestV3Notification,
  about: { device: Ref | null; client: Ref | null },
  now: Date,
): VendorAlert {
  const message = (notification.Message ?? '').slice(0, 8_000);
  return toVendorAlert({
    id: notification.Id,
    ...about,
    severity: severityOf(notification),
    title: titleOf(message),
    message,
    monitor: 'unknown',
    // which monitor raised it is not told
    condition: wordsOf(message),
    parameters: measuredOf(message),
    raisedAt: parseTime(notification.DateTime) ?? now.toISOString(),
    isActive: true,
    clearedAt: null,
  });
}

/** null without a time: an event happened at some moment */
export function toEvent(notification: RestV3Notification): DeviceEvent | null {
  const at = parseTime(notification.DateTime);
  const message = (notification.Message ?? '').slice(0, 8_000);
  if (at === null) return null;
  return {
    id: notification.Id,
    at,
    kind: 'notification',
    severity: severityOf(notification),
    subject: titleOf(message),
    message,
  };
}
