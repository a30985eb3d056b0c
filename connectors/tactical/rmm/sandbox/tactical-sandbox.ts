// The API of a Tactical RMM server (1.4) over the sandbox world, quirks included.
import { defineSandbox, type SandboxAnswer, type SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldEvent } from '#connectors/sdk/sandbox/world-types.ts';
import { tacticalRoutes } from './routes.ts';
import { agentIdOf, initialTacticalState, type TacticalSandboxContext, type TacticalState } from './tactical-state.ts';

/** listing alerts is a PATCH that changes nothing */
const changes = (request: Pick<SandboxRequest, 'method' | 'path'>) =>
  request.method !== 'GET' && !(request.method === 'PATCH' && request.path === '/alerts/');

export const tacticalSandbox = defineSandbox<TacticalState>({
  connector: 'tactical/rmm',
  initialState: initialTacticalState,
  authorise,
  routes: tacticalRoutes,
  // Django adds the slash by a redirect, and the body is gone
  notFound: (request) =>
    request.path.endsWith('/')
      ? { status: 404, json: { detail: 'Not found.' } }
      : { status: 301, headers: { location: `${request.path}/` } },
  changes,
  failure: (status) =>
    status >= 500
      ? {
          status,
          headers: { 'content-type': 'text/html' },
          text: `<html><body><h1>Server Error (${status})</h1></body></html>`,
        }
      : { status, json: { detail: status === 429 ? 'Request was throttled.' : 'Refused.' } },
  onEvent: callUrlActions,
  connection: (origin) => ({
    settings: { host: origin },
    secrets: { apiKey: 'TACTICALDEMOKEY0123456789', webhookSecret: 'tactical-webhook-secret-0a1b2c3d' },
  }),
});

function authorise(request: SandboxRequest, { state }: TacticalSandboxContext): SandboxAnswer | null {
  const key = state.keys[request.headers['x-api-key'] ?? ''];
  if (!key)
    return { status: state.quirks.refusesKeyWith403 ? 403 : 401, json: { detail: 'Invalid or expired API key.' } };
  if (!key.mayWrite && changes(request))
    return { status: 403, json: { detail: 'You do not have permission to perform this action.' } };
  return null;
}

/** every alert template here calls both actions; values are pasted in as they are */
function callUrlActions(event: WorldEvent, { world, state, deliver }: TacticalSandboxContext): void {
  if (event.type !== 'activity-added') return;
  const { kind, alertUid } = event.activity;
  if (kind !== 'alert-raised' && kind !== 'alert-cleared') return;
  const alert = world.state.alerts.find(({ uid }) => uid === alertUid);
  const device = alert && world.device(alert.deviceId);
  if (!alert || !device) return;
  for (const action of state.urlActions) {
    if (action.name.endsWith('resolved') !== (kind === 'alert-cleared')) continue;
    const body = action.rest_body
      .replaceAll('{{alert.id}}', String(alert.id))
      .replaceAll('{{agent.agent_id}}', agentIdOf(device))
      .replaceAll('{{alert.message}}', alert.message);
    deliver({
      url: action.pattern,
      headers: JSON.parse(action.rest_headers) as Record<string, string>,
      body,
      timeoutMs: 10_000,
      retryAfterMs: [],
      isRetried: () => false,
    });
  }
}
