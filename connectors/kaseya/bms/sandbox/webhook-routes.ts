// /admin/webhooks, and what is pushed. Header, algorithm and payload are not documented: this is one guess of several.
import { createHmac } from 'node:crypto';
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldEvent } from '#connectors/sdk/sandbox/world-types.ts';
import { type BmsRoute, type BmsSandboxContext, type BmsWebhook, no, ok, okPage, record, route } from './bms-state.ts';
import { ticketRow } from './rows.ts';

const events = ['Ticket Created', 'Ticket Updated', 'Ticket Completed'].map((Name, index) => ({
  Id: index + 1,
  Name,
  CategoryName: 'Tickets',
  CategoryId: 1,
}));

const configuration = ({ secret, ...row }: BmsWebhook) => ({ ...row, HasSecret: secret !== '' });

export const webhookRoutes: BmsRoute[] = [
  route('GET', '/admin/webhooks/events/lookup', () => ok(events)),
  route('POST', '/admin/webhooks/search', (_request, { state }) =>
    okPage(
      state.webhooks.map(({ Id, Name, PayloadUrl, IsEnabled }) => ({ Id, Name, PayloadUrl, IsEnabled, UseCount: 0 })),
      state.webhooks.length,
    ),
  ),
  route('POST', '/admin/webhooks', (request, context) => write(request, context, context.world.nextId('bms-webhook'))),
  route('PUT', '/admin/webhooks/:id', (request, context) =>
    context.state.webhooks.some(({ Id }) => String(Id) === request.params.id)
      ? write(request, context, Number(request.params.id))
      : no(404, 'Webhook not found.'),
  ),
];

function write(request: SandboxRequest, { state }: BmsSandboxContext, Id: number): SandboxAnswer {
  const body = record(request.json());
  if (typeof body.PayloadURL !== 'string') return no(400, 'The PayloadURL field is required.');
  const row: BmsWebhook = {
    Id,
    Name: String(body.Name ?? ''),
    PayloadUrl: body.PayloadURL,
    IsEnabled: body.IsEnabled === true,
    ContentType: Number(body.ContentType ?? 0),
    SendAllEvents: body.SendAllEvents === true,
    Events: Array.isArray(body.Events) ? body.Events.map(Number) : [],
    secret: String(body.Secret ?? ''),
  };
  state.webhooks = [...state.webhooks.filter((known) => known.Id !== Id), row];
  return ok(configuration(row));
}

export function callWebhooks(event: WorldEvent, { world, state, deliver }: BmsSandboxContext): void {
  if (event.type !== 'ticket-added' && event.type !== 'ticket-updated') return;
  const id = event.type === 'ticket-added' ? 1 : event.ticket.closedAtMs === null ? 2 : 3;
  for (const webhook of state.webhooks) {
    if (!webhook.IsEnabled || !(webhook.SendAllEvents || webhook.Events.includes(id))) continue;
    const body = JSON.stringify({ Event: events[id - 1]?.Name, Data: ticketRow(world, state, event.ticket) });
    deliver({
      url: webhook.PayloadUrl,
      headers: { 'content-type': 'application/json', ...signed(webhook.secret, body, state.quirks.signature) },
      body,
      timeoutMs: 10_000,
      retryAfterMs: [],
      isRetried: () => false,
    });
  }
}

function signed(secret: string, body: string, how: 'hex' | 'base64' | 'prefixed' | null): Record<string, string> {
  if (how === null || secret === '') return {};
  const made = createHmac('sha256', secret).update(body);
  if (how === 'base64') return { 'x-signature': made.digest('base64') };
  return { 'x-bms-signature': how === 'prefixed' ? `sha256=${made.digest('hex')}` : made.digest('hex') };
}
