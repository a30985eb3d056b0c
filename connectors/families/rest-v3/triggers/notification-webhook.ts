// The webhook of notifications, signed over the bytes as they came. The signature holds no time, so an old delivery could
// come again: deliveries are told apart by the notification's id, and everything is read again.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Verdict, WebhookTrigger } from '#connectors/sdk/trigger.ts';
import { constantTimeEqual, hmacSha256, toBase64 } from '#connectors/sdk/webhook/signature.ts';
import type { RestV3 } from '../client.ts';
import { parseTime } from '../parse-time.ts';
import type { RestV3Secrets, RestV3Settings } from '../vendor.ts';
import { checkWebhook, registerWebhook } from './register-webhook.ts';

export const signatureHeader = 'x-hmac-signature';

const deliveryShape = z.object({
  Id: z.union([z.number().int().positive(), z.string().regex(/^[1-9]\d{0,18}$/)]).transform(String),
  DateTime: z
    .union([z.string().max(60), z.number()])
    .nullish()
    .catch(null),
  DeviceIdentifier: z.string().min(1).max(200).nullish().catch(null),
});

export const createNotificationWebhook = (api: RestV3): WebhookTrigger<RestV3Settings, RestV3Secrets> => ({
  proof: 'signature',
  maxBodyBytes: 256_000,

  async verify({ secrets }, { headers, body }): Promise<Verdict> {
    const given = headers[signatureHeader];
    if (!given) return { ok: false, reason: `the header ${signatureHeader} is missing` };
    if (secrets.webhookSecret === null) return { ok: false, reason: 'the secret key of the webhook is not known yet' };
    for (const key of signingKeys(secrets.webhookSecret)) {
      if (await constantTimeEqual(given, toBase64(await hmacSha256(key, body)))) return { ok: true };
    }
    return { ok: false, reason: 'the signature does not fit the body' };
  },

  dedupeKey: (body) => deliveryShape.safeParse(body).data?.Id ?? null,

  parse(body) {
    const delivery = deliveryShape.safeParse(body).data;
    if (!delivery)
      throw new ConnectorError('invalid-input', `This is not the webhook of a ${api.vendor.name} notification.`);
    const { Id: id, DeviceIdentifier: deviceId, DateTime } = delivery;
    return [{ entity: 'alert', id, change: 'created', deviceId: deviceId ?? null, at: parseTime(DateTime) }];
  },

  setup: ({ url }) => ({
    steps: [
      `MSPclaw makes the webhook by itself and keeps its secret key, which ${api.vendor.name} shows once. That needs a token that may write.`,
      'Made by hand, a webhook wants this address, all four priorities, no limit to organizations, and English. Put its secret key into this connection.',
      `${api.vendor.name} never tells that an alert is over: MSPclaw looks at the device, or somebody dismisses the notification.`,
    ],
    url,
    headers: {},
  }),

  register: (context, url) => registerWebhook(api, context, url),
  check: (context, url) => checkWebhook(api, context, url),
});

/** Whether the key is the text of 64 hexadecimal digits or the bytes they stand for is not documented. */
function signingKeys(secret: string): Uint8Array<ArrayBuffer>[] {
  const text = new Uint8Array(new TextEncoder().encode(secret));
  if (!/^([0-9a-f]{2}){16,}$/i.test(secret)) return [text];
  return [text, Uint8Array.from(secret.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))];
}
