// /ws/oauth/token, and who may do what with the token.
import type { SandboxAnswer, SandboxContext, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { authError, incidentId } from './ninja-errors.ts';
import { clientApps, type NinjaClientApp, type NinjaSandboxState } from './ninja-state.ts';

type Context = SandboxContext<NinjaSandboxState>;

export function grantToken(request: SandboxRequest, context: Context): SandboxAnswer {
  if (!/^application\/x-www-form-urlencoded/.test(request.headers['content-type'] ?? '')) {
    return authError(400, 'malformed_request', 1);
  }
  const form = request.form();
  const app = clientApps.find((entry) => entry.id === form.get('client_id'));
  // also what every client sees that asks the wrong region
  if (!app) return { status: 404, json: { resultCode: 'Client app not exist', incidentId: incidentId() } };
  if (app.secret !== form.get('client_secret')) return authError(401, 'invalid_client', 10);
  const grant = form.get('grant_type');
  if (app.kind === 'machine') {
    if (grant !== 'client_credentials') return authError(400, 'unsupported_grant_type', 1);
    return { status: 200, json: issue(app, context) };
  }
  if (grant !== 'refresh_token') return authError(400, 'unauthorized_client', 1);
  const next = rotate(form.get('refresh_token') ?? '', context);
  if (next === null) return authError(400, 'invalid_grant', 1);
  return { status: 200, json: { ...issue(app, context), refresh_token: next } };
}

function issue(app: NinjaClientApp, { world, state }: Context) {
  const value = `nj-${world.nextUid()}-${world.nextUid()}`;
  for (const [token, { expiresAtMs }] of Object.entries(state.tokens)) {
    if (expiresAtMs < world.nowMs()) delete state.tokens[token];
  }
  const seconds = state.quirks.tokenSeconds;
  state.tokens[value] = { client: app.id, expiresAtMs: world.nowMs() + seconds * 1_000 };
  return { access_token: value, expires_in: seconds, scope: app.scopes.join(' '), token_type: 'Bearer' };
}

/** Each refresh token works once. One from before the sandbox was started is believed. */
function rotate(given: string, { state }: Context): string | null {
  const parts = /^sandbox-refresh-(c\d+)-(\d+)$/.exec(given);
  if (!parts) return null;
  const [, chain = '', link = ''] = parts;
  if (Number(link) < (state.chains[chain] ?? 0)) return null;
  state.chains[chain] = Number(link) + 1;
  return refreshToken(chain, Number(link) + 1);
}

export const refreshToken = (chain: string, link: number) => `sandbox-refresh-${chain}-${link}`;

export function appOf(request: SandboxRequest, { state }: Context): NinjaClientApp | undefined {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return clientApps.find((app) => app.id === state.tokens[token]?.client);
}

export function authorise(request: SandboxRequest, context: Context): SandboxAnswer | null {
  const header = request.headers.authorization;
  if (!header) return authError(400, 'missing_header', 2);
  const token = /^Bearer (.+)$/.exec(header)?.[1];
  if (!token) return authError(400, 'malformed_header', 1);
  const known = context.state.tokens[token];
  if (!known || known.expiresAtMs <= context.world.nowMs()) return authError(401, 'not_authenticated', 10);
  const needed = scopeFor(request);
  return appOf(request, context)?.scopes.includes(needed) ? null : authError(403, 'insufficient_scope', 6);
}

/** Running a board is a POST that reads. */
export const changes = ({ method, path }: Pick<SandboxRequest, 'method' | 'path'>): boolean =>
  method !== 'GET' && !/\/trigger\/board\/\d+\/run$/.test(path) && path !== '/ws/oauth/token';

function scopeFor(request: SandboxRequest): NinjaClientApp['scopes'][number] {
  if (request.path.endsWith('/script/run')) return 'control';
  return changes(request) ? 'management' : 'monitoring';
}
