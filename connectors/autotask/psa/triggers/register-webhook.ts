// Telling Autotask where to call. A webhook without a field never fires, its fields go in one after the other (three at once is
// the limit, and they count together), and what we change ourselves is left out.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AutotaskContext } from '../auth.ts';
import { readAutotask } from '../client.ts';
import { everything, queryAll } from '../entity-query.ts';
import { isActive, labelOf, picklist } from '../picklists.ts';
import { resourceByName } from '../resources.ts';
import { createdShape, excludedResourceShape, webhookFieldShape, webhookShape } from '../vendor-shapes.ts';

/** what is worth a call: by the names Autotask gives its webhook fields, letters only */
const wantedFields = [
  'status',
  'title',
  'priority',
  'queue',
  'queueid',
  'issuetype',
  'subissuetype',
  'assignedresource',
  'assignedresourceid',
  'description',
  'company',
  'companyid',
  'resolution',
];

const findWebhooks = async (context: AutotaskContext, url: string) => {
  const all = await queryAll(context, {
    entity: 'TicketWebhooks',
    shape: webhookShape,
    filter: [everything],
    action: 'list the webhooks',
  });
  return all.filter((one) => one.webhookUrl === url);
};

/** Safe to repeat: one webhook per address; a switched-off one is switched on again, with today's secret. */
export async function registerWebhook(context: AutotaskContext, url: string): Promise<void> {
  const own = await resourceByName(context, context.settings.userName);
  const [known] = await findWebhooks(context, url);
  const id = known ? known.id : await createWebhook(context, url, own);
  if (known) {
    await readAutotask(context, createdShape, {
      method: 'PATCH',
      path: '/TicketWebhooks',
      json: { id, isActive: true, secretKey: context.secrets.webhookSecret },
      action: 'switch the webhook on',
    });
  }
  await attachFields(context, id);
  if (own !== null) await excludeResource(context, id, own);
}

async function createWebhook(context: AutotaskContext, url: string, own: number | null): Promise<number> {
  const { itemId } = await readAutotask(context, createdShape, {
    method: 'POST',
    path: '/TicketWebhooks',
    json: {
      name: 'MSPclaw',
      webhookUrl: url,
      deactivationUrl: url,
      secretKey: context.secrets.webhookSecret,
      isActive: true,
      isSubscribedToCreateEvents: true,
      isSubscribedToUpdateEvents: true,
      isSubscribedToDeleteEvents: false,
      sendThresholdExceededNotification: false,
      notificationEmailAddress: context.settings.userName,
      ...(own === null ? {} : { ownerResourceID: own }),
    },
    action: 'register the webhook',
  });
  return Number(itemId);
}

async function attachFields(context: AutotaskContext, webhook: number): Promise<void> {
  const known = await queryAll(context, {
    entity: 'TicketWebhookFields',
    shape: webhookFieldShape,
    filter: [{ op: 'eq', field: 'webhookID', value: webhook }],
    action: 'list the fields of the webhook',
  });
  const attached = new Set(known.map((field) => String(field.fieldID)));
  const fields = (await picklist(context, 'TicketWebhookFields', 'fieldID')).filter(isActive);
  const wanted = fields.filter((field) =>
    wantedFields.includes(
      labelOf(field)
        .toLowerCase()
        .replace(/[^a-z]/g, ''),
    ),
  );
  const chosen = wanted.length > 0 ? wanted : fields.slice(0, 1);
  if (chosen.length === 0) {
    throw new ConnectorError(
      'unsupported',
      'This Autotask offers no field for ticket webhooks, so none would ever be sent.',
    );
  }
  for (const field of chosen) {
    if (attached.has(field.value)) continue;
    await readAutotask(context, createdShape, {
      method: 'POST',
      path: `/TicketWebhooks/${webhook}/Fields`,
      json: {
        fieldID: Number(field.value),
        isSubscribedField: true,
        isDisplayAlwaysField: true,
        webhookID: webhook,
      },
      action: `attach the field "${labelOf(field)}" to the webhook`,
    });
  }
}

async function excludeResource(context: AutotaskContext, webhook: number, resource: number): Promise<void> {
  const known = await queryAll(context, {
    entity: 'TicketWebhookExcludedResources',
    shape: excludedResourceShape,
    filter: [{ op: 'eq', field: 'webhookID', value: webhook }],
    action: 'list who is left out of the webhook',
  });
  if (known.some((one) => one.resourceID === resource)) return;
  await readAutotask(context, createdShape, {
    method: 'POST',
    path: `/TicketWebhooks/${webhook}/ExcludedResources`,
    json: { resourceID: resource, webhookID: webhook },
    action: 'leave our own changes out of the webhook',
  });
}

export async function checkWebhook(
  context: AutotaskContext,
  url: string,
): Promise<{ isActive: true } | { isActive: false; why: string }> {
  const known = await findWebhooks(context, url);
  if (known.length === 0) return { isActive: false, why: 'Autotask has no webhook for this address.' };
  if (known.some((one) => isOn(one.isActive) && one.isReady !== false)) return { isActive: true };
  return known.some((one) => isOn(one.isActive))
    ? { isActive: false, why: 'Autotask has the webhook, but says that it is not ready. It needs at least one field.' }
    : { isActive: false, why: 'Autotask has switched the webhook off, as it does after too many failed deliveries.' };
}

const isOn = (value: boolean | number | null | undefined) => value === true || value === 1;
