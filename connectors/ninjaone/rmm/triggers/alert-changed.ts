// NinjaOne's webhook: the activity itself, without a signature. What protects it is a secret in a header that we tell
// NinjaOne to send. So it is only a hint, and the alert is read again before anything acts on it.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { EntityHint, WebhookTrigger } from '#connectors/sdk/trigger.ts';
import { constantTimeEqual } from '#connectors/sdk/webhook/signature.ts';
import type { NinjaSecrets, NinjaSettings } from '../auth.ts';
import { ninja } from '../client.ts';
import { instant } from '../device-transform.ts';

export const secretHeader = 'x-mspclaw-webhook-secret';
const watched = { CONDITION: ['TRIGGERED', 'RESET'] };

const payloadShape = z.object({
  id: z.number().int(),
  activityTime: z.number(),
  activityType: z.string(),
  statusCode: z.string(),
  seriesUid: z.guid().nullish(),
  deviceId: z.number().int().nullish(),
});

export const alertChanged: WebhookTrigger<NinjaSettings, NinjaSecrets> = {
  proof: 'secret',
  maxBodyBytes: 256_000,

  async verify(context, delivery) {
    const given = delivery.headers[secretHeader];
    if (!given) return { ok: false, reason: `the header ${secretHeader} is missing` };
    const isOurs = await constantTimeEqual(given, context.secrets.webhookSecret);
    return isOurs ? { ok: true } : { ok: false, reason: `the header ${secretHeader} has another value` };
  },

  dedupeKey: (body) => {
    const payload = payloadShape.safeParse(body);
    return payload.success ? `activity:${payload.data.id}` : null;
  },

  parse(body): EntityHint[] {
    const payload = payloadShape.safeParse(body);
    if (!payload.success) throw new ConnectorError('invalid-input', 'This is not an activity of NinjaOne.');
    return hintsOf(payload.data);
  },

  setup: ({ url, secrets }) => ({
    steps: [
      "MSPclaw registers this address at NinjaOne by itself when the app may (a system administrator's app with the Management scope). NinjaOne keeps one webhook per client app: use an app of its own for MSPclaw.",
      'Otherwise: Administration, Notification channels, add a Webhook with this address and this header, and choose it in the conditions of your policies.',
    ],
    url,
    headers: { [secretHeader]: secrets.webhookSecret },
  }),

  /** One configuration per client app: this replaces whatever was there, and can be repeated. */
  async register(context, url) {
    await ninja.call(context, {
      method: 'PUT',
      path: '/v2/webhook',
      json: {
        url,
        activities: watched,
        expand: ['device', 'organization'],
        headers: [{ name: secretHeader, value: context.secrets.webhookSecret }],
      },
      action: 'register the webhook (it needs a system administrator)',
    });
    return {};
  },
};

/** Also for the poll: the feed and the hook speak of the same activities. */
export function hintsOf(activity: {
  activityTime: number;
  activityType?: string | null | undefined;
  statusCode?: string | null | undefined;
  seriesUid?: string | null | undefined;
  deviceId?: number | null | undefined;
}): EntityHint[] {
  const { activityType, statusCode, seriesUid } = activity;
  if (activityType !== 'CONDITION' || !seriesUid) return [];
  if (statusCode !== 'TRIGGERED' && statusCode !== 'RESET') return [];
  return [
    {
      entity: 'alert',
      // the series of a condition is its alert
      id: seriesUid.toLowerCase(),
      change: statusCode === 'TRIGGERED' ? 'created' : 'cleared',
      deviceId: activity.deviceId ? String(activity.deviceId) : null,
      at: instant(activity.activityTime),
    },
  ];
}
