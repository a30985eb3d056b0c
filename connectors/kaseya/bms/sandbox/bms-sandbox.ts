// The API of Kaseya BMS (v2) over the sandbox world, quirks included.
import { defineSandbox } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { type BmsState, initialBmsState } from './bms-state.ts';
import { noteRoutes } from './note-routes.ts';
import { setupRoutes } from './setup-routes.ts';
import { authorise, changes, signInRoutes } from './sign-in.ts';
import { ticketRoutes } from './ticket-routes.ts';
import { callWebhooks, webhookRoutes } from './webhook-routes.ts';

export const bmsSandbox = defineSandbox<BmsState>({
  connector: 'kaseya/bms',
  initialState: initialBmsState,
  authorise,
  routes: [...signInRoutes, ...ticketRoutes, ...noteRoutes, ...setupRoutes, ...webhookRoutes],
  notFound: () => ({ status: 404 }),
  changes,
  failure: (status, retryAfterSeconds) => ({
    status,
    json: {
      Success: false,
      Error: { Code: status, Message: retryAfterSeconds === null ? 'The request failed.' : 'Too many requests.' },
    },
  }),
  onEvent: callWebhooks,
  connection: (origin, { tenant }) => ({
    settings: { host: origin, tenant, userName: 'api@msp.example', ticketType: '1', ticketSource: '3', noteType: null },
    secrets: { password: 'bms-demo-password-4711', webhookSecret: 'bms-webhook-secret-0a1b2c3d4e5f' },
  }),
});
