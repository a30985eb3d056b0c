// Atera's "Trigger webhook" of a ticket automation rule. No signature, no secret, and what it sends is not documented: only a
// ticket's id is taken from it, wherever it stands, and the ticket is read again.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { WebhookTrigger } from '#connectors/sdk/trigger.ts';
import type { AteraSecrets, AteraSettings } from '../auth.ts';

export const ticketAutomation: WebhookTrigger<AteraSettings, AteraSecrets> = {
  proof: 'address',
  maxBodyBytes: 1_000_000,
  // whoever knows the address may send: there is nothing else to look at
  verify: async () => ({ ok: true }),
  // nothing in it names the delivery: the hash of the body does
  dedupeKey: () => null,

  parse(body) {
    const id = ticketId(body, 0);
    if (id === null) throw new ConnectorError('invalid-input', 'This names no ticket of Atera.');
    return [{ entity: 'ticket', id, change: 'updated', deviceId: null, at: null }];
  },

  setup: ({ url }) => ({
    steps: [
      'In Atera: Admin, Data management, Webhooks (on the plans that have them): add one with this address.',
      'Admin, Ticket automation: rules for a new ticket, a changed status, and a resolved or closed ticket, each with the action "Trigger webhook".',
      'Let its body have the ticket id. Whoever knows the address can send hints, so keep it to yourself.',
    ],
    url,
    headers: {},
  }),
};

/** "TicketID", "ticketId", "ticket_id", at most three levels deep */
function ticketId(value: unknown, depth: number): string | null {
  if (typeof value !== 'object' || value === null || depth > 3) return null;
  const entries = Object.entries(value).slice(0, 200);
  for (const [name, inner] of entries) {
    if (!/^ticket_?id$/i.test(name)) continue;
    const text = typeof inner === 'number' || typeof inner === 'string' ? String(inner) : '';
    if (/^[1-9]\d{0,17}$/.test(text)) return text;
  }
  for (const [, inner] of entries) {
    const deeper = ticketId(inner, depth + 1);
    if (deeper !== null) return deeper;
  }
  return null;
}
