// Tells BMS where to call, and asks whether it still does.
import type { ConnectorContext } from '#connectors/sdk/connector.ts';
import { findOwnHook } from '#connectors/sdk/webhook/own-hook.ts';
import type { BmsSecrets, BmsSettings } from '../auth.ts';
import { listBms, lookUp, sendBms } from '../client.ts';
import { webhookEventShape, webhookShape } from '../vendor-shapes.ts';

type Context = ConnectorContext<BmsSettings, BmsSecrets>;

const webhookName = 'MSPclaw';
/** a number whose meaning is not documented; JSON and forms are both read */
const contentType = 1;

/** Safe to repeat: the webhook of this connection is written over and switched on again, nobody else's. */
export async function registerWebhook(context: Context, url: string): Promise<Record<string, never>> {
  const known = await findWebhook(context, url);
  const events = await lookUp(context, webhookEventShape, {
    path: '/admin/webhooks/events/lookup',
    action: 'read the events of webhooks',
  });
  await sendBms(context, {
    action: 'register the webhook',
    method: known ? 'PUT' : 'POST',
    path: known ? `/admin/webhooks/${known.Id}` : '/admin/webhooks',
    json: {
      Name: webhookName,
      // written PayloadURL, read PayloadUrl
      PayloadURL: url,
      IsEnabled: true,
      Secret: context.secrets.webhookSecret,
      ContentType: contentType,
      SendAllEvents: true,
      Events: events.flatMap(({ Id }) => (Id ? [Id] : [])),
    },
  });
  return {};
}

export async function checkWebhook(
  context: Context,
  url: string,
): Promise<{ isActive: true } | { isActive: false; why: string }> {
  const known = await findWebhook(context, url);
  if (known?.PayloadUrl !== url) return { isActive: false, why: 'BMS has no webhook for this address.' };
  return known.IsEnabled === false
    ? { isActive: false, why: 'The webhook is switched off in BMS.' }
    : { isActive: true };
}

async function findWebhook(context: Context, url: string) {
  const { rows } = await listBms(context, webhookShape, {
    action: 'list the webhooks',
    method: 'POST',
    mutates: false,
    path: '/admin/webhooks/search',
    json: { PageSize: 100, PageNumber: 1, Filter: {} },
  });
  return findOwnHook(rows, url, ({ PayloadUrl }) => PayloadUrl);
}
