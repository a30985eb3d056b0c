// Datto's webhook: a text that the customer wrote, with bracket variables pasted in unescaped, so a quote in a message may break
// the JSON. Nothing is signed: our secret stands in the text, or in a header where those can be set. Of the rest only the alert's
// id is taken, and the alert is read again before anything acts on it.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { EntityHint, Verdict, WebhookTrigger } from '#connectors/sdk/trigger.ts';
import { constantTimeEqual } from '#connectors/sdk/webhook/signature.ts';
import type { DattoSecrets, DattoSettings } from '../auth.ts';

export const secretHeader = 'x-mspclaw-webhook-secret';
export const secretField = 'mspclawSecret';

/** first of its kind: what the customer wrote stands before what a device said, when the template is ours */
const secretPattern = new RegExp(`"${secretField}"\\s*:\\s*"([A-Za-z0-9_-]{1,200})"`);
const uidPattern = /"alert_?uid"\s*:\s*"([A-Za-z0-9-]{8,100})"/i;
const eventPattern = /"event"\s*:\s*"([a-z]{1,20})"/i;
const uidShape = /^[A-Za-z0-9-]{8,100}$/;

export const alertChanged: WebhookTrigger<DattoSettings, DattoSecrets> = {
  proof: 'secret',
  maxBodyBytes: 256_000,

  async verify(context, delivery): Promise<Verdict> {
    const inHeader = delivery.headers[secretHeader];
    const given = inHeader ?? secretPattern.exec(new TextDecoder().decode(delivery.body))?.[1];
    if (!given)
      return { ok: false, reason: `neither the header ${secretHeader} nor ${secretField} in the body is there` };
    return (await constantTimeEqual(given, context.secrets.webhookSecret))
      ? { ok: true }
      : { ok: false, reason: 'the secret has another value' };
  },

  /** Keeps the id and the event; the secret and what devices said go no further. */
  decode(text) {
    const uid = uidPattern.exec(text)?.[1];
    if (uid === undefined) throw new ConnectorError('invalid-input', 'This webhook names no alert.');
    return { alertUid: uid, event: eventPattern.exec(text)?.[1]?.toLowerCase() ?? null };
  },

  dedupeKey(body) {
    const news = newsOf(body);
    // without a word of what happened, "raised" and "resolved" look the same
    return news?.event ? `${news.uid}:${news.event}` : null;
  },

  parse(body): EntityHint[] {
    const news = newsOf(body);
    if (!news) throw new ConnectorError('invalid-input', 'This is not the webhook of a Datto RMM alert.');
    const change = /^(resolved|cleared)$/.test(news.event ?? '') ? 'cleared' : 'created';
    return [{ entity: 'alert', id: news.uid, change, deviceId: null, at: null }];
  },

  setup({ url, secrets }) {
    const body = (event: string) =>
      `{"${secretField}":"${secrets.webhookSecret}","alertUid":"[alert_uid]","event":"${event}"}`;
    return {
      steps: [
        'In Datto RMM: Setup, Integrations, Global Webhooks (or the response "Webhook" of single monitors): add this address.',
        `Body for raised alerts: ${body('raised')}`,
        `Body for resolved alerts: ${body('resolved')}`,
        'Write nothing else into the body: values are pasted in as they are, and a quote in a message would break it. Where headers can be set, use the header below and leave the secret out of the body, which is kept with the delivery for a while.',
      ],
      url,
      headers: { [secretHeader]: secrets.webhookSecret },
    };
  },
};

function newsOf(body: unknown): { uid: string; event: string | null } | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null;
  const entries = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase().replaceAll('_', ''), value]));
  const uid = entries.get('alertuid');
  const event = entries.get('event');
  if (typeof uid !== 'string' || !uidShape.test(uid)) return null;
  return { uid, event: typeof event === 'string' && /^[a-z]{1,20}$/i.test(event) ? event.toLowerCase() : null };
}
