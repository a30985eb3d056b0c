// Tells Halo where to call, and asks whether it still does: it switches a webhook off after some failures.
import type { ConnectorContext } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import { findOwnHook } from '#connectors/sdk/webhook/own-hook.ts';
import type { HaloSecrets, HaloSettings } from '../auth.ts';
import { halo } from '../client.ts';
import { readAll } from '../lists.ts';
import { oneOf, type WebhookRow, webhookShape } from '../vendor-shapes.ts';

type Context = ConnectorContext<HaloSettings, HaloSecrets>;

export const webhookUser = 'mspclaw';
const webhookName = 'MSPclaw';

/** Numbers of notification events, as seen in use; Halo publishes none, so what was kept is looked at afterwards. */
const events = { 3: 'New Ticket Logged', 19: 'Ticket Updated by User', 39: 'Closed', 76: 'Ticket Status Changed' };
const eventNumbers = Object.keys(events).map(Number);

/** Safe to repeat: the webhook of this connection is written over, nobody else's. It also switches a disabled one on again. */
export async function registerWebhook(context: Context, url: string): Promise<Record<string, never>> {
  const known = await findWebhook(context, url);
  const webhook = {
    ...(known ? { id: known.id } : {}),
    name: webhookName,
    url,
    type: 0,
    method: 0,
    content_type: 'application/json',
    authentication_type: 1,
    basic_username: webhookUser,
    basic_password: context.secrets.webhookPassword,
    active: true,
    disabled: false,
    events: eventNumbers.map((eventno) => ({ eventno })),
  };
  const written = await halo.read(context, oneOf(webhookShape), {
    action: 'register the webhook',
    method: 'POST',
    path: '/Webhook',
    json: [webhook],
  });
  const kept = await readWebhook(context, written.id).catch((error: unknown) => {
    throw halfDone(error, 'The webhook was written to Halo, but could not be looked at.');
  });
  const missing = missingEvents(kept);
  if (missing.length === 0) return {};
  throw new ConnectorError(
    'bad-answer',
    `Halo has the webhook "${webhookName}", but without the events ${missing.join(', ')}. Add them under Configuration > Integrations > Webhooks.`,
    { maybeApplied: true },
  );
}

export async function checkWebhook(
  context: Context,
  url: string,
): Promise<{ isActive: true } | { isActive: false; why: string }> {
  const known = await findWebhook(context, url);
  if (known?.url !== url) return { isActive: false, why: 'Halo has no webhook for this address.' };
  const row = await readWebhook(context, known.id);
  if (row.disabled)
    return { isActive: false, why: 'Halo has disabled the webhook, as it does after several failures.' };
  if (row.active === false) return { isActive: false, why: 'The webhook is switched off in Halo.' };
  const missing = missingEvents(row);
  return missing.length === 0
    ? { isActive: true }
    : { isActive: false, why: `The webhook lacks the events ${missing.join(', ')}.` };
}

async function findWebhook(context: Context, url: string): Promise<WebhookRow | undefined> {
  const rows = await readAll(context, webhookShape, {
    path: '/Webhook',
    action: 'list the webhooks',
    query: { type: 0 },
  });
  return findOwnHook(rows, url, (row) => row.url);
}

const readWebhook = (context: Context, id: string): Promise<WebhookRow> =>
  halo.read(context, webhookShape, {
    action: 'read the webhook',
    path: `/Webhook/${pathPart(id, 'webhook')}`,
    query: { includedetails: true },
  });

/** an instance that does not list events says nothing about them */
function missingEvents(row: WebhookRow): string[] {
  if (!row.events) return [];
  const kept = new Set(row.events.map(({ eventno }) => eventno));
  return Object.entries(events).flatMap(([eventno, name]) => (kept.has(Number(eventno)) ? [] : [`"${name}"`]));
}
