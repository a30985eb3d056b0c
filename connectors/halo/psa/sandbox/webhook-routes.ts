// Halo's outbound webhooks: registered by POST /Webhook, sent with Basic credentials, one event at a time or several.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldEvent } from '#connectors/sdk/sandbox/world-types.ts';
import { errorPage, type HaloRoute, type HaloSandboxContext, type HaloWebhook, ok, posted } from './halo-state.ts';
import { ticketRow } from './rows.ts';

const withoutSecret = ({ basic_password: _, ...row }: HaloWebhook) => row;

export const webhookRoutes: HaloRoute[] = [
  {
    method: 'GET',
    path: '/api/Webhook',
    // a list leaves out what only the details have
    handle: (_request, { state }) =>
      ok(
        state.webhooks.map(({ id, name, url, type, active, disabled }) => ({ id, name, url, type, active, disabled })),
      ),
  },
  {
    method: 'GET',
    path: '/api/Webhook/:id',
    handle: (request, { state }) => {
      const row = state.webhooks.find(({ id }) => id === request.params.id);
      return row ? ok(withoutSecret(row)) : { status: 404, text: 'Webhook not found' };
    },
  },
  { method: 'POST', path: '/api/Webhook', handle: write },
];

function write(request: SandboxRequest, { world, state }: HaloSandboxContext): SandboxAnswer {
  const [body] = posted(request) ?? [];
  if (!body) return errorPage;
  const known = state.webhooks.find(({ id }) => id === body.id);
  const events = Array.isArray(body.events) && state.quirks.keepsEvents ? body.events : [];
  const row: HaloWebhook = {
    id: known?.id ?? world.nextUid(),
    name: String(body.name ?? ''),
    url: String(body.url ?? ''),
    type: Number(body.type ?? 0),
    method: Number(body.method ?? 0),
    content_type: String(body.content_type ?? 'application/json'),
    authentication_type: Number(body.authentication_type ?? 0),
    basic_username: String(body.basic_username ?? ''),
    basic_password: String(body.basic_password ?? ''),
    active: body.active === true,
    disabled: body.disabled === true,
    events: events.map((event: { eventno?: unknown }) => ({ eventno: Number(event.eventno) })),
  };
  state.webhooks = [...state.webhooks.filter(({ id }) => id !== row.id), row];
  return ok(withoutSecret(row));
}

const eventNames: Record<number, string> = { 3: 'New Ticket Logged', 39: 'Closed', 76: 'Ticket Status Changed' };

export function callWebhooks(event: WorldEvent, context: HaloSandboxContext): void {
  if (event.type !== 'ticket-added' && event.type !== 'ticket-updated') return;
  const { world, state, deliver } = context;
  const eventno = event.type === 'ticket-added' ? 3 : event.ticket.closedAtMs === null ? 76 : 39;
  for (const webhook of state.webhooks) {
    if (!webhook.active || webhook.disabled || !webhook.events.some((one) => one.eventno === eventno)) continue;
    const told = { event: eventNames[eventno], webhook_id: webhook.id, ticket: ticketRow(world, state, event.ticket) };
    const login = Buffer.from(`${webhook.basic_username}:${webhook.basic_password}`).toString('base64');
    deliver({
      url: webhook.url,
      headers: {
        'content-type': webhook.content_type,
        ...(webhook.authentication_type === 1 ? { authorization: `Basic ${login}` } : {}),
      },
      body: JSON.stringify(state.quirks.batchesWebhooks ? [told, told] : told),
      timeoutMs: 10_000,
      retryAfterMs: [],
      isRetried: () => false,
    });
  }
}
