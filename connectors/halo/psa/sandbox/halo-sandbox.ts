// Halo's REST API (v2) over the sandbox world, quirks included.
import { defineSandbox, type SandboxAnswer, type SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { actionRoutes } from './action-routes.ts';
import {
  type HaloHandler,
  type HaloRoute,
  type HaloSandboxContext,
  type HaloState,
  initialHaloState,
  ok,
} from './halo-state.ts';
import { setupRoutes } from './setup-routes.ts';
import { ticketRoutes } from './ticket-routes.ts';
import { callWebhooks, webhookRoutes } from './webhook-routes.ts';

const authInfo: HaloHandler = (request, { state }) =>
  ok({ auth_url: `${request.origin}${state.quirks.authPath}`, tenant_id: state.tenant });

const token: HaloHandler = (request, { world, state }) => {
  const form = request.form();
  const refuse = (error: string, sentence: string): SandboxAnswer => ({
    status: 400,
    json: { error, error_description: sentence },
  });
  if (request.path !== `${state.quirks.authPath}/token`) return { status: 404 };
  if (request.query.get('tenant') !== state.tenant)
    return refuse('invalid_request', 'The specified tenant is not valid.');
  if (form.get('grant_type') !== 'client_credentials')
    return refuse('unsupported_grant_type', 'The grant type is not supported.');
  const app = form.get('client_id') ?? '';
  const known = state.apps[app];
  if (!known || known.secret !== form.get('client_secret'))
    return refuse('invalid_client', 'The specified client credentials are invalid.');
  const scope = form.get('scope') ?? '';
  if (scope !== 'all' && !scope.split(' ').every((one) => known.scopes.includes(one)))
    return refuse('invalid_scope', 'The specified scope is invalid.');
  const access_token = `halo-${world.nextUid()}`;
  state.tokens[access_token] = { app, expiresAtMs: world.nowMs() + 3_600_000 };
  return ok({ token_type: 'Bearer', access_token, expires_in: 3_600, scope });
};

const open = (method: 'GET' | 'POST', path: string, handle: HaloHandler): HaloRoute => ({
  method,
  path,
  isOpen: true,
  handle,
});

export const haloSandbox = defineSandbox<HaloState>({
  connector: 'halo/psa',
  initialState: initialHaloState,
  authorise,
  routes: [
    open('GET', '/api/AuthInfo', authInfo),
    open('GET', '/api/authinfo', authInfo),
    open('POST', '/:auth/token', token),
    ...ticketRoutes,
    ...actionRoutes,
    ...setupRoutes,
    ...webhookRoutes,
  ],
  notFound: () => ({
    status: 404,
    headers: { 'content-type': 'text/html' },
    text: '<html><body>404 - Not Found</body></html>',
  }),
  // 401 and 403 say nothing
  failure: (status, retryAfterSeconds) =>
    status === 401 || status === 403
      ? { status }
      : { status, json: { Message: retryAfterSeconds === null ? 'The request failed.' : 'Too many requests.' } },
  onEvent: callWebhooks,
  connection: (origin) => ({
    settings: {
      site: origin,
      clientId: 'halo-demo-app',
      tenant: null,
      scope: 'all',
      defaultTicketType: 'Service Desk',
      defaultTeam: null,
    },
    secrets: { clientSecret: 'halo-demo-secret-4711', webhookPassword: 'halo-webhook-password-0a1b2c3d4e5f' },
  }),
});

function authorise(request: SandboxRequest, { world, state }: HaloSandboxContext): SandboxAnswer | null {
  const given = state.tokens[/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''];
  if (!given || given.expiresAtMs <= world.nowMs() || !state.quirks.hasAgentLogin) return { status: 401 };
  if (request.method !== 'GET' && !state.apps[given.app]?.mayWrite) {
    return { status: 403, headers: { 'content-type': 'text/html' }, text: '<html><body>Forbidden</body></html>' };
  }
  return null;
}
