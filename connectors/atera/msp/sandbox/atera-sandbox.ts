// Atera over the shared world. It runs no scripts; its webhooks are ticket automations, unsigned.
import { defineSandbox } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { bare, problem } from './atera-answers.ts';
import { type AteraSandboxState, initialAteraState } from './atera-state.ts';
import { deviceRoutes } from './device-routes.ts';
import { ticketRoutes } from './ticket-routes.ts';

export const ateraSandbox = defineSandbox<AteraSandboxState>({
  connector: 'atera/msp',
  initialState: initialAteraState,
  authorise(request, { state }) {
    const bearer = request.headers.authorization;
    if (request.headers['x-api-key'] === state.key || bearer === `Bearer ${state.token}`) return null;
    // missing, wrong and expired look the same
    if (bearer !== `Bearer ${state.readOnlyToken}`) return bare(401);
    return request.method === 'GET' ? null : bare(403);
  },
  routes: [...ticketRoutes, ...deviceRoutes],
  notFound: () => bare(404),
  failure: (status) =>
    status >= 500 || status === 401 || status === 403 ? bare(status) : problem(status, 'Too Many Requests'),
  onEvent(event, { state, deliver }) {
    if (event.type !== 'ticket-added' && event.type !== 'ticket-updated') return;
    const { id, title } = event.ticket;
    const bodies = {
      flat: { TicketID: id, TicketTitle: title },
      nested: { eventType: 'TicketStatusChanged', ticket: { ticketId: id, title } },
      'text-id': { data: { ticket_id: String(id) } },
    };
    for (const url of state.webhookUrls) {
      deliver({
        url,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(bodies[state.quirks.webhookBody]),
        timeoutMs: 10_000,
        retryAfterMs: [],
        isRetried: () => false,
      });
    }
  },
  connection: (origin, state) => ({
    settings: { host: origin, technicianEmail: state.technicianEmail },
    secrets: { apiToken: state.token },
  }),
});
