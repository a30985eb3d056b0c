// Ticket webhooks: who is told, exactly which bytes are sent, and how one that keeps failing is switched off.
import { createHmac } from 'node:crypto';
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldEvent } from '#connectors/sdk/sandbox/world-types.ts';
import {
  type AutotaskSandbox,
  apiHandle,
  apiResource,
  ok,
  record,
  refuse,
  type WebhookRecord,
} from './autotask-state.ts';
import { ticketRow } from './rows.ts';

const mostFailures = 5;

export function postWebhook(request: SandboxRequest, { world, state }: AutotaskSandbox): SandboxAnswer {
  const body = record(request.json());
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '');
  const missing = ['name', 'webhookUrl', 'deactivationUrl', 'secretKey'].find((name) => text(name) === '');
  if (missing !== undefined) return refuse(500, `Missing Required Field: ${missing}`);
  const webhook: WebhookRecord = {
    id: world.nextId('autotaskWebhook'),
    name: text('name'),
    webhookUrl: text('webhookUrl'),
    deactivationUrl: text('deactivationUrl'),
    secretKey: text('secretKey'),
    webhookGUID: world.nextUid(),
    isActive: body.isActive === true,
    isSubscribedToCreateEvents: body.isSubscribedToCreateEvents === true,
    isSubscribedToUpdateEvents: body.isSubscribedToUpdateEvents === true,
    isSubscribedToDeleteEvents: body.isSubscribedToDeleteEvents === true,
    ownerResourceID: typeof body.ownerResourceID === 'number' ? body.ownerResourceID : null,
    notificationEmailAddress: text('notificationEmailAddress') || null,
    failures: 0,
    sequence: 0,
  };
  state.webhooks.push(webhook);
  return ok({ itemId: webhook.id });
}

export function patchWebhook(request: SandboxRequest, { state }: AutotaskSandbox): SandboxAnswer {
  const body = record(request.json());
  const webhook = state.webhooks.find((one) => one.id === body.id);
  if (!webhook) return refuse(500, 'The entity to be updated does not exist.');
  if (typeof body.isActive === 'boolean') Object.assign(webhook, { isActive: body.isActive, failures: 0 });
  if (typeof body.secretKey === 'string') webhook.secretKey = body.secretKey;
  return ok({ itemId: webhook.id });
}

export function postWebhookField(request: SandboxRequest, { world, state }: AutotaskSandbox): SandboxAnswer {
  const { fieldID } = record(request.json());
  if (typeof fieldID !== 'number') return refuse(500, 'Missing Required Field: fieldID');
  const added = { id: world.nextId('autotaskWebhookField'), webhookID: Number(request.params.id), fieldID };
  state.webhookFields.push(added);
  return ok({ itemId: added.id });
}

export function postExcludedResource(request: SandboxRequest, { world, state }: AutotaskSandbox): SandboxAnswer {
  const { resourceID } = record(request.json());
  if (typeof resourceID !== 'number') return refuse(500, 'Missing Required Field: resourceID');
  const added = { id: world.nextId('autotaskExcluded'), webhookID: Number(request.params.id), resourceID };
  state.excludedResources.push(added);
  return ok({ itemId: added.id });
}

export function tellWebhooks(event: WorldEvent, context: AutotaskSandbox): void {
  if (event.type !== 'ticket-added' && event.type !== 'ticket-updated') return;
  const { world, state } = context;
  const person =
    event.by === apiHandle ? apiResource : (world.state.people.find((one) => one.handle === event.by)?.id ?? 4);
  const isCreate = event.type === 'ticket-added';
  for (const webhook of state.webhooks) {
    const isWanted = isCreate ? webhook.isSubscribedToCreateEvents : webhook.isSubscribedToUpdateEvents;
    const hasFields = state.webhookFields.some((field) => field.webhookID === webhook.id);
    const isExcluded = state.excludedResources.some((one) => one.webhookID === webhook.id && one.resourceID === person);
    if (!webhook.isActive || !isWanted || !hasFields || isExcluded) continue;
    const row = ticketRow(world, event.ticket);
    const body = {
      Action: isCreate ? 'Create' : 'Update',
      Guid: webhook.webhookGUID,
      EntityType: 'Ticket',
      Id: event.ticket.id,
      Fields: { TicketNumber: row.ticketNumber, Title: row.title, Status: String(row.status) },
      EventTime: new Date(world.nowMs()).toISOString(),
      SequenceNumber: ++webhook.sequence,
      PersonId: person,
    };
    deliver(context, webhook, body);
  }
}

function deliver(context: AutotaskSandbox, webhook: WebhookRecord, body: object): void {
  const text = escaped(body);
  const signature = createHmac('sha1', webhook.secretKey).update(text, 'utf8').digest('base64');
  context.deliver({
    url: webhook.webhookUrl,
    headers: { 'content-type': 'application/json', 'x-hook-signature': `sha1=${signature}` },
    body: text,
    timeoutMs: 10_000,
    retryAfterMs: [200, 400],
    isRetried: () => {
      webhook.failures++;
      if (webhook.failures >= mostFailures) deactivate(context, webhook);
      return webhook.isActive;
    },
  });
}

/** switched off, and told so without a signature */
export function deactivate(context: AutotaskSandbox, webhook: WebhookRecord): void {
  webhook.isActive = false;
  context.deliver({
    url: webhook.deactivationUrl,
    headers: { 'content-type': 'application/json' },
    body: escaped({
      Action: 'Deactivated',
      Guid: webhook.webhookGUID,
      EventTime: new Date(context.world.nowMs()).toISOString(),
    }),
    timeoutMs: 10_000,
    retryAfterMs: [],
    isRetried: () => false,
  });
}

/** as .NET writes JSON: more is escaped than must be, so the same text written again is other bytes */
export function escaped(body: object): string {
  return JSON.stringify(body)
    .replace(/\\(.)/g, (pair, letter) => (letter === '"' ? '\\u0022' : pair))
    .replace(
      /[&<>'+`\u0080-\uffff]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`,
    );
}
