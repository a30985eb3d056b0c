// The Partner API of the Asio platform over the sandbox world, quirks included.
import { defineSandbox } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { type AsioSandboxState, initialAsioState, keys, refusal } from './asio-state.ts';
import { deviceRoutes } from './device-routes.ts';
import { taskRoutes } from './task-routes.ts';
import { ticketRoutes } from './ticket-routes.ts';
import { authorise, grantToken } from './token-routes.ts';

export const connectwiseRmmSandbox = defineSandbox<AsioSandboxState>({
  connector: 'connectwise/rmm',
  initialState: initialAsioState,
  authorise,
  routes: [
    { method: 'POST', path: '/v1/token', isOpen: true, handle: grantToken },
    ...deviceRoutes,
    ...taskRoutes,
    ...ticketRoutes,
  ],
  changes: ({ method, path }) => method !== 'GET' && path !== '/v1/token' && !path.includes('/device/categories/'),
  notFound: () => refusal(404, 'Resource Not Found'),
  // the gateway answers in plain text
  failure: (status) => ({ status, text: status === 429 ? 'Too Many Requests' : 'upstream connect error' }),
  connection: (origin) => ({
    settings: { host: origin, clientId: 'sandbox-asio-key', defaultBoard: 'Service Desk' },
    secrets: { clientSecret: keys['sandbox-asio-key']?.secret ?? '' },
  }),
});
