// The webhook of Autotask. Signed over the bytes as they came: Autotask escapes more than JSON asks for, so a body that was read
// and written again never fits. "Deactivated" comes unsigned: it is acknowledged and believed nothing; `check` asks the API.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Verdict, WebhookDelivery, WebhookTrigger } from '#connectors/sdk/trigger.ts';
import { constantTimeEqual, hmacSha1, toBase64 } from '#connectors/sdk/webhook/signature.ts';
import type { AutotaskSecrets, AutotaskSettings } from '../auth.ts';
import { checkWebhook, registerWebhook } from './register-webhook.ts';

const deliveryShape = z.object({
  Action: z.string().max(40),
  Guid: z.string().max(100).nullish(),
  EntityType: z.string().max(60).nullish(),
  Id: z.union([z.number().int().positive(), z.string().regex(/^[1-9]\d{0,18}$/)]).nullish(),
  EventTime: z.string().max(60).nullish(),
  SequenceNumber: z.union([z.number(), z.string().max(30)]).nullish(),
});

const deactivated = 'Deactivated';
/** what may come in without a signature is no larger */
const maxUnsignedBytes = 4_000;

export const ticketChanged: WebhookTrigger<AutotaskSettings, AutotaskSecrets> = {
  proof: 'signature',
  maxBodyBytes: 500_000,

  async verify(context, delivery) {
    const given = delivery.headers['x-hook-signature'];
    if (given === undefined) {
      return isDeactivation(delivery) ? { ok: true } : { ok: false, reason: 'the signature header is missing' };
    }
    return judge(given, context.secrets.webhookSecret, delivery.body);
  },

  dedupeKey(body) {
    const delivery = deliveryShape.safeParse(body).data;
    if (!delivery) return null;
    // anybody may send these: one is kept, whatever else is in it
    if (delivery.Action === deactivated) return 'deactivated';
    const { Guid, EntityType, Id, SequenceNumber, EventTime } = delivery;
    // `Guid` names the webhook, not the event
    return [Guid, EntityType, Id, SequenceNumber, EventTime].map((part) => part ?? '').join(':');
  },

  parse(body) {
    const delivery = deliveryShape.safeParse(body);
    if (!delivery.success) throw new ConnectorError('invalid-input', 'This is not a webhook of Autotask.');
    const { Action, EntityType, Id, EventTime } = delivery.data;
    if (Action === deactivated) return [];
    const change = changes[Action.toLowerCase()];
    if (EntityType !== 'Ticket' || change === undefined || Id === null || Id === undefined) return [];
    const at = Date.parse(EventTime ?? '');
    return [
      {
        entity: 'ticket',
        id: String(Id),
        change,
        deviceId: null,
        at: Number.isNaN(at) ? null : new Date(at).toISOString(),
      },
    ];
  },

  setup({ url }) {
    return {
      steps: [
        'MSPclaw registers this address at Autotask by itself when the security level of the API user ticks "can create webhooks".',
        'Webhooks of Autotask cannot be made by hand: without that right, tickets are polled every minute.',
      ],
      url,
      headers: {},
    };
  },

  async register(context, url) {
    await registerWebhook(context, url);
    return {};
  },

  check: checkWebhook,
};

const changes: Record<string, 'created' | 'updated' | 'deleted'> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
};

function isDeactivation({ body }: WebhookDelivery): boolean {
  if (body.length > maxUnsignedBytes) return false;
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return deliveryShape.safeParse(parsed).data?.Action === deactivated;
  } catch {
    return false;
  }
}

/** "sha1=" and the base64 of HMAC-SHA1(secret, raw body) */
async function judge(given: string, secret: string, body: Uint8Array): Promise<Verdict> {
  const key = new Uint8Array(new TextEncoder().encode(secret));
  const expected = `sha1=${toBase64(await hmacSha1(key, body))}`;
  return (await constantTimeEqual(given, expected))
    ? { ok: true }
    : { ok: false, reason: 'the signature does not fit the body' };
}
