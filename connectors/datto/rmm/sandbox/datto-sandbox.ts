// Datto RMM's API v2/v3 over the sandbox world: its token, its pages, its webhooks that a customer wrote.
import { defineSandbox, type SandboxAnswer, type SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldAlert, WorldDevice, WorldEvent } from '#connectors/sdk/sandbox/world-types.ts';
import { activityLog } from './activity-log.ts';
import {
  type DattoRoute,
  type DattoSandbox,
  type DattoSandboxState,
  initialDattoState,
  ok,
  siteUid,
  springError,
} from './datto-state.ts';
import { alertRow, auditRow, deletedDeviceRow, deviceRow } from './device-rows.ts';
import { jobResult, listComponents, quickJob, readJob, standardText } from './job-routes.ts';
import { pageOf } from './pages.ts';

const route = (method: DattoRoute['method'], path: string, handle: DattoRoute['handle']): DattoRoute => ({
  method,
  path: `/api${path}`,
  handle,
});
const notFound = (request: SandboxRequest, { world }: DattoSandbox) => springError(404, request.path, world.nowMs());

const ofDevice =
  (
    handle: (device: WorldDevice, request: SandboxRequest, context: DattoSandbox) => SandboxAnswer,
  ): DattoRoute['handle'] =>
  (request, context) => {
    const device = context.world.state.devices.find((entry) => entry.uid === request.params.uid);
    return device ? handle(device, request, context) : notFound(request, context);
  };
const ofAlert =
  (handle: (alert: WorldAlert, context: DattoSandbox) => SandboxAnswer): DattoRoute['handle'] =>
  (request, context) => {
    const alert = context.world.state.alerts.find((entry) => entry.uid === request.params.uid);
    return alert ? handle(alert, context) : notFound(request, context);
  };

function alerts(isOpen: boolean, request: SandboxRequest, context: DattoSandbox, device?: WorldDevice): SandboxAnswer {
  const rows = context.world.state.alerts
    .filter((alert) => (alert.clearedAtMs === null) === isOpen && (!device || alert.deviceId === device.id))
    .map((alert) => alertRow(context.world, alert));
  return pageOf('alerts', rows, request, context, [
    { alertUid: 702, priority: 'Brandnew', resolved: false, timestamp: 1_721_131_200_000 },
    { priority: 'Low' },
    'nonsense',
  ]);
}

function devices(request: SandboxRequest, context: DattoSandbox, clientId?: number): SandboxAnswer {
  const { world } = context;
  const rows = world.state.devices
    .filter((device) => clientId === undefined || device.clientId === clientId)
    .map((device) => deviceRow(world, device));
  return pageOf('devices', [...deletedDeviceRow(world), ...rows], request, context, [
    { id: 602, uid: 602, hostname: 'switch-602', deviceClass: 'a class of tomorrow', lastSeen: 'sometimes' },
    { hostname: 'no uid' },
    null,
  ]);
}

const routes: DattoRoute[] = [
  { method: 'POST', path: '/auth/oauth/token', isOpen: true, handle: grantToken },
  route('GET', '/v2/account', (_request, { world }) =>
    ok({
      id: 1,
      uid: '00000000-0000-4000-8000-0000000000ac',
      name: 'Demo Managed Services',
      currency: 'USD',
      devicesStatus: {
        numberOfDevices: world.state.devices.length,
        numberOfOnlineDevices: world.state.devices.filter((device) => device.isOnline).length,
      },
    }),
  ),
  route('GET', '/v2/system/request_rate', (_request, { state }) =>
    ok({
      slidingTimeWindowSizeSeconds: 60,
      accountUid: '00000000-0000-4000-8000-0000000000ac',
      accountCount: state.requestCount,
      accountRateLimit: 600,
      accountCutOffRatio: 0.9,
      accountWriteRateLimit: 600,
      accountWriteCount: 0,
      operationWriteStatus: {},
    }),
  ),
  route('GET', '/v2/account/sites', (request, context) => {
    const rows = context.world.state.clients.map((client) => ({
      id: client.id,
      uid: siteUid(client),
      accountUid: '00000000-0000-4000-8000-0000000000ac',
      name: client.name,
      onDemand: false,
      portalUrl: `https://sandbox.rmm.datto.com/site/${client.id}`,
    }));
    return pageOf('sites', rows, request, context);
  }),
  route('GET', '/v3/account/devices', (request, context) => devices(request, context)),
  route('GET', '/v3/site/:uid/devices', (request, context) => {
    const client = context.world.state.clients.find((entry) => siteUid(entry) === request.params.uid);
    return client ? devices(request, context, client.id) : notFound(request, context);
  }),
  route(
    'GET',
    '/v3/device/:uid',
    ofDevice((device, _request, { world }) => ok(deviceRow(world, device))),
  ),
  route(
    'GET',
    '/v2/audit/device/:uid',
    ofDevice((device) => ok(auditRow(device))),
  ),
  route('GET', '/v2/account/components', listComponents),
  route('PUT', '/v2/device/:uid/quickjob', quickJob),
  route('GET', '/v2/job/:job', readJob),
  route('GET', '/v2/job/:job/results/:device', jobResult),
  route('GET', '/v2/job/:job/results/:device/stdout', standardText(false)),
  route('GET', '/v2/job/:job/results/:device/stderr', standardText(true)),
  route('GET', '/v2/account/alerts/open', (request, context) => alerts(true, request, context)),
  route('GET', '/v2/account/alerts/resolved', (request, context) => alerts(false, request, context)),
  route(
    'GET',
    '/v2/device/:uid/alerts/open',
    ofDevice((device, request, context) => alerts(true, request, context, device)),
  ),
  route(
    'GET',
    '/v2/alert/:uid',
    ofAlert((alert, { world }) => ok(alertRow(world, alert))),
  ),
  route(
    'POST',
    '/v2/alert/:uid/resolve',
    ofAlert((alert, { world }) => {
      world.clearAlert(alert, 'Resolved through the API');
      return { status: 200 };
    }),
  ),
  route('GET', '/v2/activity-logs', activityLog),
];

function grantToken(request: SandboxRequest, { world, state }: DattoSandbox): SandboxAnswer {
  const form = request.form();
  const isClient = request.headers.authorization === `Basic ${btoa('public-client:public')}`;
  const key = form.get('username') ?? '';
  const isKnown = [state.apiKey, state.readOnlyKey].includes(key) && form.get('password') === state.apiSecret;
  if (!isClient || form.get('grant_type') !== 'password' || !isKnown) {
    return { status: 401, json: { error: 'invalid_grant', error_description: 'Bad credentials' } };
  }
  const value = `dt-${world.nextUid()}`;
  state.tokens[value] = { key, expiresAtMs: world.nowMs() + state.quirks.tokenSeconds * 1_000 };
  return ok({
    access_token: value,
    token_type: 'bearer',
    expires_in: state.quirks.tokenSeconds,
    scope: '',
    jti: world.nextUid(),
  });
}

function authorise(request: SandboxRequest, { world, state }: DattoSandbox): SandboxAnswer | null {
  state.requestCount++;
  const nowMs = world.nowMs();
  if (state.quirks.isBlocked) return springError(403, request.path, nowMs);
  const token = state.tokens[/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''];
  if (!token || token.expiresAtMs <= nowMs) return springError(401, request.path, nowMs);
  return token.key === state.readOnlyKey && request.method !== 'GET' ? springError(403, request.path, nowMs) : null;
}

/** Bracket variables are pasted in as they are. */
function tellWebhook(event: WorldEvent, { world, state, deliver }: DattoSandbox): void {
  if (event.type !== 'activity-added' || state.webhook === null) return;
  const { kind, alertUid, deviceId } = event.activity;
  if (kind !== 'alert-raised' && kind !== 'alert-cleared') return;
  const alert = world.state.alerts.find((entry) => entry.uid === alertUid);
  const client = world.state.clients.find((entry) => entry.id === world.device(deviceId)?.clientId);
  const template = kind === 'alert-raised' ? state.webhook.raised : state.webhook.resolved;
  const body = template
    .replaceAll('[alert_uid]', () => alertUid ?? '')
    .replaceAll('[alert_message]', () => alert?.message ?? event.activity.message)
    .replaceAll('[sitename]', () => client?.name ?? '')
    .replaceAll('[platform]', () => 'sandbox');
  deliver({
    url: state.webhook.url,
    headers: { 'content-type': 'application/json', ...state.webhook.headers },
    body,
    timeoutMs: 10_000,
    retryAfterMs: [],
    isRetried: () => false,
  });
}

export const dattoSandbox = defineSandbox<DattoSandboxState>({
  connector: 'datto/rmm',
  initialState: initialDattoState,
  authorise,
  routes,
  notFound: (request) => springError(404, request.path, 0),
  failure: (status) => springError(status, '/', 0),
  onEvent: tellWebhook,
  connection: (origin, { apiKey, apiSecret }) => ({
    settings: { host: origin, apiKeyId: apiKey },
    secrets: { apiSecret, webhookSecret: 'sandbox-webhook-secret-0123456789abcdef' },
  }),
});
