// ConnectWise PSA over the sandbox world: its addresses, its sign-in with its misleading refusals, its callbacks.
import { defineSandbox, type SandboxAnswer, type SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { callbackRoutes } from './callback-routes.ts';
import { callBack } from './callbacks.ts';
import { noteRoutes } from './note-routes.ts';
import { type PsaRoute, type PsaSandboxContext, refusal } from './psa-answers.ts';
import { initialPsaState, type PsaSandboxState } from './psa-state.ts';
import { setupRoutes } from './setup-routes.ts';
import { ticketRoutes } from './ticket-routes.ts';

const companyInfo: PsaRoute = {
  method: 'GET',
  path: '/login/companyinfo/:company',
  isOpen: true,
  handle: (request, { state }) => {
    if (request.params.company?.toLowerCase() !== state.companyId) return { status: 200, json: null };
    return {
      status: 200,
      json: {
        CompanyName: state.companyName,
        Codebase: `${state.codebase}/`,
        VersionCode: state.codebase.replace('_', '.'),
        VersionNumber: 'v4.6.98765',
        CompanyID: state.companyId,
        IsCloud: true,
      },
    };
  },
};

export const connectwisePsaSandbox = defineSandbox<PsaSandboxState>({
  connector: 'connectwise/psa',
  initialState: initialPsaState,
  authorise,
  routes: [companyInfo, ...ticketRoutes, ...noteRoutes, ...callbackRoutes, ...setupRoutes],
  notFound: () => ({
    status: 404,
    headers: { 'content-type': 'text/html' },
    text: '<h2>404 - File or directory not found.</h2>',
  }),
  failure: (status, retryAfterSeconds) =>
    status === 429
      ? {
          status,
          json: {
            error: 'ConnectWiseAPI',
            message: `Too many requests. Please try again in ${retryAfterSeconds ?? 30} seconds.`,
          },
        }
      : refusal(status, 'ConnectWiseApi', status >= 500 ? 'An unexpected error occurred.' : 'Refused.'),
  onEvent: (event, context) => {
    if (event.type === 'ticket-added') callBack(context, 'added', event.ticket, event.by);
    if (event.type === 'ticket-updated') callBack(context, 'updated', event.ticket, event.by);
  },
  connection: (origin, { companyId, clientId, publicKey, privateKey }) => {
    return {
      settings: { site: origin, companyId, clientId, defaultBoard: null, codebase: null },
      secrets: { publicKey, privateKey },
    };
  },
});

function authorise(request: SandboxRequest, context: PsaSandboxContext): SandboxAnswer | null {
  const { state } = context;
  state.apiOrigin = request.origin;
  const codebase = request.path.split('/')[1];
  if (codebase !== state.codebase && codebase !== 'v4_6_release') {
    return {
      status: 404,
      headers: { 'content-type': 'text/html' },
      text: '<h2>404 - File or directory not found.</h2>',
    };
  }
  if (!request.headers.clientid) {
    // in no dialect at all: some middle tier speaks here
    return {
      status: 401,
      headers: { 'content-type': 'text/plain' },
      text: 'Cannot route. Codebase/company is invalid.',
    };
  }
  if (request.headers.clientid !== state.clientId) {
    return refusal(401, 'Security', 'The clientId is not valid.');
  }
  const isReadOnly = request.headers.authorization === basic(state, state.readOnlyPublicKey, state.readOnlyPrivateKey);
  if (!isReadOnly && request.headers.authorization !== basic(state, state.publicKey, state.privateKey)) {
    if (state.wrongKeyStatus === 404) return refusal(404, 'NotFound', 'Resource not found.');
    if (state.wrongKeyStatus === 403)
      return refusal(403, 'Security', 'You do not have security permission to perform this action.');
    return refusal(401, 'UserNotAuthenticated', 'Username or password is incorrect.');
  }
  const isWrite = request.method !== 'GET' && !request.path.endsWith('/search');
  if ((isReadOnly && isWrite) || state.deniedPaths.some((path) => request.path.includes(path))) {
    return refusal(403, 'Security', 'You do not have security permission to perform this action.');
  }
  return null;
}

const basic = (state: PsaSandboxState, publicKey: string, privateKey: string) =>
  `Basic ${Buffer.from(`${state.companyId}+${publicKey}:${privateKey}`).toString('base64')}`;
