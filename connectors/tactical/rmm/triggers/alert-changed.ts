// Webhooks of Tactical are "URL actions" that an alert template calls when an alert fires and when it is resolved. They sign
// nothing; a header with a secret of ours is the proof. The body holds numbers only: what is pasted into it is not escaped.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { EntityHint, WebhookTrigger } from '#connectors/sdk/trigger.ts';
import { constantTimeEqual } from '#connectors/sdk/webhook/signature.ts';
import type { TacticalSecrets, TacticalSettings } from '../auth.ts';
import { checkWebhook, registerWebhook, secretHeader, urlActions } from './register-webhook.ts';

const bodyShape = z.object({
  event: z.enum(['failure', 'resolved']),
  alert_id: z.union([z.string(), z.number()]).transform(String),
  agent_id: z.string().nullish(),
});

export const alertChanged: WebhookTrigger<TacticalSettings, TacticalSecrets> = {
  proof: 'secret',
  maxBodyBytes: 64_000,

  async verify(context, delivery) {
    const given = delivery.headers[secretHeader];
    if (!given) return { ok: false, reason: `the header ${secretHeader} is missing` };
    const isOurs = await constantTimeEqual(given, context.secrets.webhookSecret);
    return isOurs ? { ok: true } : { ok: false, reason: `the header ${secretHeader} has another value` };
  },

  dedupeKey: () => null,

  parse(body): EntityHint[] {
    const parsed = bodyShape.safeParse(body);
    if (!parsed.success) throw new ConnectorError('invalid-input', 'This is not what the URL action of MSPclaw sends.');
    const { event, alert_id: id, agent_id } = parsed.data;
    // the Test button has no alert
    if (!/^[1-9]\d{0,18}$/.test(id)) return [];
    return [
      {
        entity: 'alert',
        id,
        change: event === 'failure' ? 'created' : 'cleared',
        deviceId: agent_id || null,
        at: null,
      },
    ];
  },

  setup: ({ url, secrets }) => ({
    steps: [
      `MSPclaw makes two web hooks in Tactical by itself when the key's user may ("${urlActions.failure.name}" and "${urlActions.resolved.name}"). By hand: Settings > Global Settings > Web Hooks > Add, method POST, this address, the header below, and the body {"event": "failure", "alert_id": "{{alert.id}}", "agent_id": "{{agent.agent_id}}"} (and a second one with "resolved").`,
      'Then choose them in the alert templates whose alerts MSPclaw is to hear of: Settings > Alerts Manager > the template > Actions, the first on failure and the second on resolved. Tactical sends each once and never again; alerts are polled as well.',
    ],
    url,
    headers: { [secretHeader]: secrets.webhookSecret },
  }),

  register: registerWebhook,
  check: checkWebhook,
};
