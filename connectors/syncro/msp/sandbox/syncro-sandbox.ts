// Syncro over the shared world. Notifications go to the addresses of its notification sets, unsigned.
import { defineSandbox, type SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { alertRow, assetRoutes } from './asset-routes.ts';
import { htmlNotFound, listAnswer, notAuthorized } from './syncro-answers.ts';
import { initialSyncroState, type SyncroSandboxState, scriptNumber } from './syncro-state.ts';
import { ticketRoutes } from './ticket-routes.ts';
import { customerRow, priorityNames, ticketRow } from './ticket-rows.ts';

const peopleRoutes: SandboxRoute<SyncroSandboxState>[] = [
  {
    method: 'GET',
    path: '/api/v1/me',
    handle: (request, { state }) => ({
      status: 200,
      json: {
        user_name: 'MSPclaw',
        user_email: 'mspclaw@msp.example',
        user_id: 1,
        admin: false,
        permissions: { script: { execute: request.headers.authorization === `Bearer ${state.token}` } },
      },
    }),
  },
  {
    method: 'GET',
    path: '/api/v1/users',
    handle: (_request, { world }) => ({
      status: 200,
      json: { users: world.state.people.map(({ id, name }) => [id, name]) },
    }),
  },
  {
    method: 'GET',
    path: '/api/v1/settings',
    handle: (_request, { world }) => {
      const types = world.state.tickets.flatMap(({ category }) => (category ? [category] : []));
      const ticket = { problem_types: [...new Set(types)], priorities: ['', ...Object.values(priorityNames)] };
      return { status: 200, json: { ticket } };
    },
  },
  {
    method: 'GET',
    path: '/api/v1/customers',
    handle: (request, { world, state }) =>
      listAnswer(world.state.clients.map(customerRow), 'customers', request, state.quirks),
  },
  {
    method: 'GET',
    path: '/api/v1/contacts',
    handle: (request, { world, state }) => {
      const wanted = request.query.get('customer_id');
      const rows = world.state.contacts
        .filter((contact) => !wanted || String(contact.clientId) === wanted)
        .map(({ id, name, email, clientId }) => ({ id, name, email, customer_id: clientId, properties: {} }));
      return listAnswer(rows, 'contacts', request, state.quirks);
    },
  },
];

const needsEdit = (method: string, path: string) =>
  /^\/api\/v1\/tickets\/\d+(\/comment)?$/.test(path) && (method === 'PUT' || method === 'POST');

export const syncroSandbox = defineSandbox<SyncroSandboxState>({
  connector: 'syncro/msp',
  initialState: initialSyncroState,
  authorise(request, { state }) {
    const given = request.headers.authorization;
    if (given === `Bearer ${state.token}`) return null;
    if (given !== `Bearer ${state.limitedToken}`) return { status: 401, json: { error: 'Invalid API token' } };
    return needsEdit(request.method, request.path) ? notAuthorized : null;
  },
  routes: [...ticketRoutes, ...assetRoutes, ...peopleRoutes],
  notFound: () => htmlNotFound,
  failure(status) {
    if (status === 403) return { ...notAuthorized, status };
    return { status, json: { error: status === 429 ? 'Too many requests' : 'Something went wrong' } };
  },
  onEvent(event, context) {
    const { state, world, origin, deliver } = context;
    const send = (text: string, path: string, attributes: object) => {
      const body = JSON.stringify({ text, html: `<p>${text}</p>`, link: `${origin}${path}`, attributes });
      for (const url of state.notificationUrls) {
        const headers = { 'content-type': 'application/json' };
        deliver({ url, headers, body, timeoutMs: 10_000, retryAfterMs: [], isRetried: () => false });
      }
    };
    if (event.type === 'activity-added' && event.activity.alertUid !== null) {
      const alert = world.state.alerts.find((entry) => entry.uid === event.activity.alertUid);
      if (!alert) return;
      const { resolved, ...row } = alertRow(alert, context);
      send(`RMM Alert: ${alert.title}`, `/rmm_alerts/${alert.id}`, { ...row, resolved: String(resolved) });
    }
    if (event.type === 'ticket-added' || event.type === 'ticket-updated') {
      send(`Ticket: ${event.ticket.title}`, `/tickets/${event.ticket.id}`, ticketRow(context, event.ticket));
    }
  },
  connection: (origin, state) => ({
    settings: {
      host: origin,
      scripts: [
        'restart-service',
        'free-disk-space',
        'retry-failed-patches',
        'clear-print-queue',
        'restart-device',
        'collect-diagnostics',
      ]
        .map((name, index) => `${name}=${scriptNumber(101 + index)}`)
        .join('\n'),
    },
    secrets: { apiToken: state.token },
  }),
});
