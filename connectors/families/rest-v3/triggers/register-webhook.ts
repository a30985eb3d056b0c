// Telling a REST v3 server where to call. It makes the signing key and shows it once: in the answer to making the webhook,
// or to making its key anew, which is also how a webhook whose key nobody knows any more is repaired.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import type { WebhookRegistration } from '#connectors/sdk/trigger.ts';
import type { RestV3 } from '../client.ts';
import type { RestV3Context, RestV3Secrets } from '../vendor.ts';
import { createdWebhookShape, type RestV3Webhook, webhookSecretShape, webhookShape } from '../vendor-shapes.ts';

const priorities = ['Low', 'Normal', 'Elevated', 'Critical'];
const maxPages = 10;

/** all organizations, and English: the kind of an alert is read from its text */
const wanted = (url: string) => ({
  Name: 'MSPclaw',
  Description: 'Tells MSPclaw about notifications',
  Priorities: priorities,
  OrganizationIds: null,
  Url: url,
  Language: 'en',
});

/** Safe to repeat: one webhook per address; what a person narrowed is widened again, and the key is made anew. */
export async function registerWebhook(
  api: RestV3,
  context: RestV3Context,
  url: string,
): Promise<WebhookRegistration<RestV3Secrets>> {
  const known = await findWebhook(api, context, url);
  if (!known) {
    const made = await api.read(context, createdWebhookShape, {
      method: 'POST',
      path: '/notifications/webhooks',
      json: wanted(url),
      action: 'make the webhook',
    });
    return { secrets: { webhookSecret: made.SecretKey } };
  }
  if (narrowness(known) !== null) await updateWebhook(api, context, known.Id, url);
  const { SecretKey: webhookSecret } = await api.read(context, webhookSecretShape, {
    method: 'POST',
    path: `/notifications/webhooks/${pathPart(known.Id, 'webhook')}/regenerateSecretKey`,
    action: 'make the key of the webhook anew',
  });
  return { secrets: { webhookSecret } };
}

/** The reference says PUT, and prints the address without the id; a client of the API says PATCH. */
async function updateWebhook(api: RestV3, context: RestV3Context, id: string, url: string): Promise<void> {
  const path = `/notifications/webhooks/${pathPart(id, 'webhook')}` as const;
  const call = { path, json: wanted(url), action: 'update the webhook' };
  await api.change(context, { ...call, method: 'PUT' }).catch((error: unknown) => {
    if (!(error instanceof ConnectorError) || error.kind !== 'unsupported') throw error;
    return api.change(context, { ...call, method: 'PATCH' });
  });
}

export async function checkWebhook(
  api: RestV3,
  context: RestV3Context,
  url: string,
): Promise<{ isActive: true } | { isActive: false; why: string }> {
  const known = await findWebhook(api, context, url);
  if (!known) return { isActive: false, why: `${api.vendor.name} has no webhook for this address.` };
  if (context.secrets.webhookSecret === null) {
    return { isActive: false, why: 'The webhook is there, but its secret key is not known here. Register it again.' };
  }
  const why = narrowness(known);
  return why === null ? { isActive: true } : { isActive: false, why };
}

async function findWebhook(api: RestV3, context: RestV3Context, url: string): Promise<RestV3Webhook | undefined> {
  const list = { path: '/notifications/webhooks' as const, shape: webhookShape, action: 'list the webhooks' };
  return (await api.all(context, list, maxPages)).find((webhook) => webhook.Url === url);
}

/** Why it does not tell everything, or null. */
function narrowness({ Priorities, OrganizationIds, Language }: RestV3Webhook): string | null {
  const told = new Set((Priorities ?? []).map((priority) => priority.toLowerCase()));
  const missing = priorities.filter((priority) => !told.has(priority.toLowerCase()));
  if (missing.length > 0) return `The webhook leaves out notifications of priority ${missing.join(', ')}.`;
  if (OrganizationIds && OrganizationIds.length > 0) return 'The webhook is limited to some organizations.';
  return Language && Language.toLowerCase() !== 'en' ? 'The webhook does not speak English.' : null;
}
