// /v1/token, and who may do what with the token. Whoever asks too often locks the key, for everybody.
import { z } from 'zod';
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { type AsioSandboxContext, keys } from './asio-state.ts';

const askedShape = z.strictObject({
  grant_type: z.literal('client_credentials'),
  client_id: z.string(),
  client_secret: z.string(),
  scope: z.string(),
});
/** the shape of the gateway */
const no = (status: number, error: string, description: string): SandboxAnswer => ({
  status,
  json: { error, description },
});

export function grantToken(request: SandboxRequest, { state, world }: AsioSandboxContext): SandboxAnswer {
  state.signIns++;
  if (state.signIns > state.quirks.signInsUntilLock) {
    return { ...no(423, 'locked', 'The client is locked.'), headers: { 'retry-after': '600' } };
  }
  const asked = askedShape.safeParse(request.json()).data;
  if (!asked) return no(400, 'invalid_request', 'The request is malformed.');
  const key = keys[asked.client_id];
  if (key?.secret !== asked.client_secret) return no(401, 'invalid_client', 'Client authentication failed.');
  const scopes = asked.scope.split(' ');
  const foreign = scopes.find((scope) => !key.scopes.includes(scope));
  if (foreign) return no(400, 'invalid_scope', `The scope ${foreign} is not granted.`);
  const token = `asio-${world.nextUid()}`;
  state.tokens[token] = { key: asked.client_id, scopes, expiresAtMs: world.nowMs() + 3_599_000 };
  return { status: 200, json: { access_token: token, scope: asked.scope, token_type: 'Bearer', expires_in: 3_599 } };
}

export function authorise(request: SandboxRequest, { state, world }: AsioSandboxContext): SandboxAnswer | null {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const known = state.tokens[token];
  if (!known || known.expiresAtMs <= world.nowMs()) return { status: 401, text: 'Unauthorized' };
  const scope = scopeFor(request);
  if (known.scopes.includes(scope)) return null;
  return { status: 403, json: { error: { code: 'forbidden', message: `The scope ${scope} is missing.` } } };
}

function scopeFor({ method, path }: SandboxRequest): string {
  if (path.includes('/ticketing/')) {
    return `platform.tickets.${method === 'GET' ? 'read' : method === 'POST' ? 'create' : 'update'}`;
  }
  if (path.includes('/automation/')) return `platform.automation.${method === 'POST' ? 'create' : 'read'}`;
  if (path.includes('/patching/')) return 'platform.patching.read';
  if (path.endsWith('/companies')) return 'platform.companies.read';
  return path.includes('/sites') && path.includes('/company/') ? 'platform.sites.read' : 'platform.devices.read';
}
