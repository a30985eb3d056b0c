// Syncro's notifications: sent by a notification set that a person makes, without a signature or a secret. The address is
// all there is; what it says is a hint, and everything is read again.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { EntityHint, WebhookTrigger } from '#connectors/sdk/trigger.ts';
import type { SyncroSecrets, SyncroSettings } from '../auth.ts';

const id = z.union([z.number().int().positive(), z.string().regex(/^\d{1,18}$/)]).transform(String);
const bodyShape = z.object({
  link: z.string().max(2_000).nullish(),
  attributes: z.looseObject({ id }),
});

export const notification: WebhookTrigger<SyncroSettings, SyncroSecrets> = {
  proof: 'address',
  maxBodyBytes: 1_000_000,

  // whoever knows the address may send: there is nothing else to look at
  verify: async () => ({ ok: true }),

  // nothing in it names the delivery: the hash of the body does
  dedupeKey: () => null,

  parse(body) {
    const hints = hintsOf(body);
    if (hints) return hints;
    throw new ConnectorError('invalid-input', 'This is not a notification of Syncro: it has no attributes with an id.');
  },

  setup: ({ url }) => ({
    steps: [
      'In Syncro: Admin, Notification Center, Notification Sets, New.',
      'Choose the events: ticket created, ticket status changed, ticket comment added, RMM alert.',
      'Add a webhook with this address. Whoever knows the address can send hints, so keep it to yourself.',
    ],
    url,
    headers: {},
  }),
};

/** What a ticket or an alert looks like; the link says it, or else the fields do. null = neither. */
function hintsOf(body: unknown): EntityHint[] | null {
  const parsed = bodyShape.safeParse(body).data;
  if (!parsed) return null;
  const { attributes, link } = parsed;
  const isAlert =
    /\/rmm_alerts\//.test(link ?? '') || 'formatted_output' in attributes || 'computer_name' in attributes;
  const isTicket = /\/tickets\//.test(link ?? '') || ('subject' in attributes && 'number' in attributes);
  if (!isAlert && !isTicket) return [];
  const isGone = isAlert && (attributes.resolved === true || attributes.resolved === 'true');
  return [
    {
      entity: isAlert ? 'alert' : 'ticket',
      id: attributes.id,
      change: isGone ? 'cleared' : isAlert ? 'created' : 'updated',
      deviceId: null,
      at: null,
    },
  ];
}
