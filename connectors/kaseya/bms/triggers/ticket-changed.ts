// The webhook of BMS. With a secret it sends a signature, but neither the header's name nor the way it is made is
// documented, and no payload is shown. So: a header whose name says "signature" must be an HMAC-SHA256 of the body, as hex
// or base64; without one the unguessable address is all there is. Only a ticket's number is taken from a body.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { EntityHint, Verdict, WebhookTrigger } from '#connectors/sdk/trigger.ts';
import { constantTimeEqual, hmacSha256, toBase64 } from '#connectors/sdk/webhook/signature.ts';
import type { BmsSecrets, BmsSettings } from '../auth.ts';
import { capitalNames } from '../envelope.ts';
import { checkWebhook, registerWebhook } from './register-webhook.ts';

const mostEvents = 200;
const utf8 = new TextEncoder();

export const ticketChanged: WebhookTrigger<BmsSettings, BmsSecrets> = {
  proof: 'address',
  maxBodyBytes: 1_000_000,

  async verify(context, delivery): Promise<Verdict> {
    const signatures = Object.entries(delivery.headers).filter(([name]) => name.includes('signature'));
    if (signatures.length === 0) return { ok: true };
    const made = await hmacSha256(utf8.encode(context.secrets.webhookSecret), delivery.body);
    const hex = [...made].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    for (const [, given] of signatures) {
      const bare = given.trim().replace(/^sha-?256=/i, '');
      const isHex = /^[0-9a-fA-F]{64}$/.test(bare) && (bare === bare.toLowerCase() || bare === bare.toUpperCase());
      const isOurs = isHex
        ? await constantTimeEqual(bare.toLowerCase(), hex)
        : await constantTimeEqual(bare, toBase64(made));
      if (isOurs) return { ok: true };
    }
    return {
      ok: false,
      reason: `the header ${signatures.map(([name]) => name).join(', ')} is no HMAC-SHA256 of the body`,
    };
  },

  /** JSON, or a form one of whose fields is JSON */
  decode(text) {
    const form = /^[^{[]/.test(text.trimStart()) ? [...new URLSearchParams(text).values()] : [];
    for (const candidate of [text, ...form]) {
      try {
        return JSON.parse(candidate) as unknown;
      } catch {
        // the next one
      }
    }
    throw new ConnectorError('invalid-input', 'This is neither JSON nor a form with JSON in it.');
  },

  dedupeKey: () => null,

  parse(body): EntityHint[] {
    const events = (Array.isArray(body) ? body : [body]).slice(0, mostEvents);
    const hints = events.flatMap((event) => hintOf(event) ?? []);
    if (hints.length === 0) throw new ConnectorError('invalid-input', 'This names no ticket of BMS.');
    return hints;
  },

  setup: ({ url }) => ({
    steps: [
      'MSPclaw registers this address by itself when its user may (Admin > Integrations > Webhooks).',
      'Otherwise: Admin > Integrations > Webhooks > New, this address as the payload URL, content type application/json, the webhook secret of this connection as the secret, all ticket events.',
    ],
    url,
    headers: {},
  }),

  register: registerWebhook,
  check: checkWebhook,
};

function hintOf(event: unknown): EntityHint | null {
  const top = recordOf(capitalNames(event));
  const inner = [top.Ticket, top.Data, top.Payload, top.Entity, top.Result].map(recordOf);
  const id =
    [top, ...inner].map((names) => idOf(names.TicketId)).find((found) => found !== null) ??
    idOf(recordOf(top.Ticket).Id) ??
    [top, ...inner]
      .filter(isTicket)
      .map((names) => idOf(names.Id))
      .find((found) => found !== null) ??
    null;
  if (id === null) return null;
  const said = [top.Event, top.EventName, top.EventType, top.Name].find((one) => typeof one === 'string');
  return { entity: 'ticket', id, change: changeOf(String(said ?? '')), deviceId: null, at: null };
}

const isTicket = (names: Record<string, unknown>) =>
  'TicketNumber' in names || ('Title' in names && 'StatusId' in names);

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

function idOf(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^[1-9]\d{0,9}$/.test(text) ? text : null;
}

function changeOf(event: string): EntityHint['change'] {
  if (/delet/i.test(event)) return 'deleted';
  return /creat|new ticket/i.test(event) ? 'created' : 'updated';
}
