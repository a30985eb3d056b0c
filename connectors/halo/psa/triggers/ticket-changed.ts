// Halo's webhook. What a body looks like is not published and can be changed by each tenant, so nothing but the number of a
// ticket is taken from it, and the ticket is read again. Halo signs nothing; Basic credentials of ours are the proof.
import { basicAuthorization } from '#connectors/sdk/auth/oauth-session.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { EntityHint, WebhookTrigger } from '#connectors/sdk/trigger.ts';
import { constantTimeEqual } from '#connectors/sdk/webhook/signature.ts';
import type { HaloSecrets, HaloSettings } from '../auth.ts';
import { checkWebhook, registerWebhook, webhookUser } from './register-webhook.ts';

const mostEvents = 500;

export const ticketChanged: WebhookTrigger<HaloSettings, HaloSecrets> = {
  proof: 'secret',
  maxBodyBytes: 2_000_000,

  async verify(context, delivery) {
    const given = delivery.headers.authorization;
    if (!given) return { ok: false, reason: 'the Basic credentials are missing' };
    const expected = basicAuthorization(webhookUser, context.secrets.webhookPassword);
    return (await constantTimeEqual(given, expected))
      ? { ok: true }
      : { ok: false, reason: 'the Basic credentials are others' };
  },

  /** no id of a delivery is documented */
  dedupeKey: () => null,

  parse(body): EntityHint[] {
    // since 2.164 several events may come as one array
    const events = (Array.isArray(body) ? body : [body]).slice(0, mostEvents);
    const hints = events.flatMap((event) => hintOf(event) ?? []);
    if (hints.length === 0) throw new ConnectorError('invalid-input', 'This names no ticket of Halo.');
    return hints;
  },

  setup: ({ url, secrets }) => ({
    steps: [
      'MSPclaw registers this address in Halo by itself when the application may (POST /Webhook), and looks daily whether Halo has switched it off.',
      'Otherwise: Configuration > Integrations > Webhooks > New, type Standard, this address, method POST, content type application/json, authentication Basic with the user and password of the header below.',
      'Add the events New Ticket Logged, Ticket Updated by User, Ticket Status Changed and Closed. Leave the payload as it is, or keep the id of the ticket in it.',
    ],
    url,
    headers: { authorization: basicAuthorization(webhookUser, secrets.webhookPassword) },
  }),

  register: registerWebhook,
  check: checkWebhook,
};

function hintOf(event: unknown): EntityHint | null {
  const top = namesOf(event);
  const ticket = namesOf(top.ticket ?? top.faults ?? top.object);
  const id =
    idOf(ticket.id) ??
    idOf(top.ticket_id) ??
    idOf(top.ticketid) ??
    idOf(namesOf(top.action).ticket_id) ??
    (isTicket(top) ? idOf(top.id) : null);
  if (id === null) return null;
  const said = [top.event, top.event_name, top.eventname].find((one) => typeof one === 'string');
  return { entity: 'ticket', id, change: changeOf(String(said ?? '')), deviceId: null, at: null };
}

/** the ticket itself, without anything around it */
const isTicket = (names: Record<string, unknown>) =>
  'summary' in names && ('status_id' in names || 'tickettype_id' in names);

/** names without their case: "Ticket", "ticket" */
function namesOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.toLowerCase(), inner]));
}

function idOf(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^[1-9]\d{0,9}$/.test(text) ? text : null;
}

function changeOf(event: string): EntityHint['change'] {
  if (/delet/i.test(event)) return 'deleted';
  return /new ticket|logged/i.test(event) ? 'created' : 'updated';
}
