// The webhook of Toy Tool: a secret of ours comes back in a header; the alert itself is read again.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { WebhookTrigger } from '#connectors/sdk/trigger.ts';
import { constantTimeEqual } from '#connectors/sdk/webhook/signature.ts';
import type { ToyToolSecrets, ToyToolSettings } from '../auth.ts';

const secretHeader = 'x-toy-secret';
const deliveryShape = z.object({
  event: z.enum(['alert.raised', 'alert.cleared']),
  alert_id: z.string().min(1).max(200),
});

export const alertChanged: WebhookTrigger<ToyToolSettings, ToyToolSecrets> = {
  proof: 'secret',
  maxBodyBytes: 64_000,

  async verify(context, { headers }) {
    const given = headers[secretHeader];
    if (!given) return { ok: false, reason: `the header ${secretHeader} is missing` };
    const isRight = await constantTimeEqual(given, context.secrets.webhookSecret);
    return isRight ? { ok: true } : { ok: false, reason: `the header ${secretHeader} is wrong` };
  },

  dedupeKey: () => null,

  parse(body) {
    const delivery = deliveryShape.safeParse(body);
    if (!delivery.success) throw new ConnectorError('invalid-input', 'This is not a webhook of Toy Tool.');
    const { event, alert_id: id } = delivery.data;
    const change = event === 'alert.raised' ? 'created' : 'cleared';
    return [{ entity: 'alert', id, change, deviceId: null, at: null }];
  },

  setup: ({ url, secrets }) => ({
    steps: ['In Toy Tool open Settings > Webhooks, add this address, and add this header.'],
    url,
    headers: { [secretHeader]: secrets.webhookSecret },
  }),
};
