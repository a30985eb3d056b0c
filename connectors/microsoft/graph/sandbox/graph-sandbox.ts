// Microsoft's sign-in and Graph v1.0 over the shared world: every client of the world is a tenant.
import { defineSandbox } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { denied, graphError } from './graph-answers.ts';
import { apps, type GraphState, initialGraphState, secretOf } from './graph-state.ts';
import { groupRoutes } from './group-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { tokenOf } from './tenant.ts';
import { giveToken } from './token-endpoint.ts';
import { userRoutes } from './user-routes.ts';

/** what an app that may only read users is kept from */
const isBeyondReader = (method: string, path: string) =>
  method !== 'GET' || /^\/v1\.0\/(deviceManagement|auditLogs|subscribedSkus)/.test(path);

export const graphSandbox = defineSandbox<GraphState>({
  connector: 'microsoft/graph',
  initialState: initialGraphState,
  authorise: (request, context) => {
    const token = tokenOf(request, context);
    if (!token || token.expiresAtMs < context.world.nowMs()) {
      return graphError(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.');
    }
    const isReader = context.state.apps[token.app]?.isReader ?? true;
    return isReader && isBeyondReader(request.method, request.path) ? denied() : null;
  },
  routes: [
    { method: 'POST', path: '/:tenant/oauth2/v2.0/token', isOpen: true, handle: giveToken },
    ...userRoutes,
    ...groupRoutes,
    ...reportRoutes,
  ],
  notFound: (request) => graphError(400, 'BadRequest', `Resource not found for the segment '${request.path}'.`),
  failure: (status) => {
    if (status === 429) return graphError(429, 'TooManyRequests', 'Please retry again later.');
    return graphError(status, status === 503 ? 'serviceNotAvailable' : 'UnknownError', 'The service is unavailable.');
  },
  changes: (request) => request.method !== 'GET' && !request.path.endsWith('/token'),
  connection: (origin, state) => ({
    settings: { cloud: origin, tenant: state.tenant, clientId: apps.full },
    secrets: { clientSecret: secretOf('full') },
  }),
});
