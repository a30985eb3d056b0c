// Microsoft's token endpoint for apps: refusals are numbers in a long text.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { GraphSandboxContext } from './graph-answers.ts';

const refused = (status: number, error: string, code: number, text: string): SandboxAnswer => ({
  status,
  json: {
    error,
    error_description: `AADSTS${code}: ${text} Trace ID: 255d1aef-8c98-452f-ac51-23d051240864\r\nCorrelation ID: fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7\r\nTimestamp: 2026-11-20 09:00:00Z`,
    error_codes: [code],
    timestamp: '2026-11-20 09:00:00Z',
    trace_id: '255d1aef-8c98-452f-ac51-23d051240864',
    correlation_id: 'fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7',
  },
});

export function giveToken(request: SandboxRequest, { world, state }: GraphSandboxContext): SandboxAnswer {
  const form = request.form();
  const tenant = request.params.tenant ?? '';
  const clientId = form.get('client_id') ?? '';
  const directory = world.state.directories.find((entry) => entry.uid === tenant);
  if (!directory) return refused(400, 'invalid_request', 90002, `Tenant '${tenant}' not found.`);
  if (form.get('grant_type') !== 'client_credentials' || !form.get('scope')?.endsWith('/.default')) {
    return refused(400, 'invalid_scope', 1002012, 'The provided value for scope is not valid.');
  }
  const app = state.apps[clientId];
  if (!app)
    return refused(400, 'unauthorized_client', 700016, `Application '${clientId}' was not found in the directory.`);
  if (app.secret !== form.get('client_secret')) {
    return refused(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
  }
  if (app.secretState === 'expired') {
    return refused(401, 'invalid_client', 7000222, 'The provided client secret keys are expired.');
  }
  if (app.consent === 'missing') {
    return refused(400, 'invalid_grant', 65001, 'The user or administrator has not consented to use the application.');
  }
  if (app.consent === 'blocked') {
    return refused(400, 'invalid_grant', 53003, 'Access has been blocked by Conditional Access policies.');
  }
  const value = `sandbox-token-${world.nextUid()}`;
  state.tokens[value] = { tenant, app: clientId, expiresAtMs: world.nowMs() + 3_599_000 };
  return { status: 200, json: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: value } };
}
