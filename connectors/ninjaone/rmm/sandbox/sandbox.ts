// NinjaOne's public API v2 over the sandbox world, quirks included. Answers below /v2 and /api/v2 alike.
import type {
  SandboxAnswer,
  SandboxContext,
  SandboxRequest,
  SandboxRoute,
} from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { defineSandbox } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { activeAlerts, activityView, alertView, visibleActivities } from './activity-views.ts';
import { parseDeviceFilter } from './device-filter.ts';
import {
  detailedDevice,
  deviceHealth,
  epoch,
  lightDevice,
  operatingSystem,
  patchRows,
  serviceRows,
  volumes,
} from './device-views.ts';
import { appError } from './ninja-errors.ts';
import { clientApps, initialNinjaState, type NinjaSandboxState } from './ninja-state.ts';
import { customFields, listScripts, runScript } from './script-routes.ts';
import { ticketRoutes } from './ticket-routes.ts';
import { peopleRoutes, setupRoutes, unlessWithoutAddOn } from './ticket-setup-routes.ts';
import { authorise, changes, grantToken, refreshToken } from './token-endpoint.ts';
import { deleteWebhook, pushActivity, putWebhook } from './webhook.ts';

type Context = SandboxContext<NinjaSandboxState>;
type Handle = SandboxRoute<NinjaSandboxState>['handle'];
const ok = (json: unknown): SandboxAnswer => ({ status: 200, json });

/** bare array, `pageSize` and `after` = the last id */
function entityPage<T extends { id: number }>(rows: T[], request: SandboxRequest): SandboxAnswer {
  const after = Number(request.query.get('after') ?? 0);
  const pageSize = Number(request.query.get('pageSize') ?? 1_000);
  const sorted = [...rows].sort((a, b) => a.id - b.id).filter((row) => row.id > after);
  return ok(sorted.slice(0, pageSize));
}

function filtered(request: SandboxRequest, { world }: Context): WorldDevice[] | SandboxAnswer {
  const text = request.query.get('df');
  if (text === null || text === '') return world.state.devices;
  if (/(^|[&?])df=[^&]*\+/.test(request.rawQuery)) return appError(400, 'FAILURE', 'Invalid device filter');
  const filter = parseDeviceFilter(text);
  if (typeof filter !== 'function') return appError(400, 'FAILURE', `Invalid device filter: ${filter.problem}`);
  return world.state.devices.filter(filter);
}

const devices =
  (view: (device: WorldDevice) => { id: number }): Handle =>
  (request, context) => {
    const rows = filtered(request, context);
    return Array.isArray(rows) ? entityPage(rows.map(view), request) : rows;
  };

/** reports come with a named cursor that remembers where it was */
const report =
  (name: string, view: (device: WorldDevice, context: Context) => object): Handle =>
  (request, context) => {
    const rows = filtered(request, context);
    if (!Array.isArray(rows)) return rows;
    const pageSize = Number(request.query.get('pageSize') ?? 1_000);
    const offset = Number(/^\w+-(\d+)$/.exec(request.query.get('cursor') ?? '')?.[1] ?? 0);
    const results = rows.slice(offset, offset + pageSize).map((device) => view(device, context));
    const next = offset + results.length;
    const cursor = {
      name: `${name}-${next}`,
      offset,
      count: results.length,
      expires: epoch(context.world.nowMs() + 600_000),
    };
    return ok({ cursor, results });
  };

const ofDevice =
  (handle: (device: WorldDevice, request: SandboxRequest, context: Context) => SandboxAnswer): Handle =>
  (request, context) => {
    const device = context.world.state.devices.find((entry) => String(entry.id) === request.params.id);
    return device ? handle(device, request, context) : appError(404, 'NODE_NOT_FOUND', 'Node not found');
  };

function activities(request: SandboxRequest, context: Context, deviceId?: number): SandboxAnswer {
  const { world, state } = context;
  const query = (name: string) => request.query.get(name);
  const pageSize = Number(query('pageSize') ?? 200);
  if (pageSize < 10 || pageSize > 1_000) return appError(400, 'FAILURE', 'pageSize must be between 10 and 1000');
  const [older, newer] = state.quirks.swapsActivityIds ? ['newerThan', 'olderThan'] : ['olderThan', 'newerThan'];
  const bound = (name: string | undefined) => (name === undefined || query(name) === null ? null : Number(query(name)));
  const below = bound(older);
  const above = bound(newer);
  const type = query(deviceId === undefined ? 'type' : 'activityType');
  const visible = visibleActivities(world);
  const rows = visible
    .filter((activity) => deviceId === undefined || activity.deviceId === deviceId)
    .filter((activity) => (below === null || activity.id < below) && (above === null || activity.id > above))
    .map((activity) => activityView(activity, world))
    .filter((view) => type === null || view.activityType === type)
    .filter((view) => query('status') === null || view.statusCode === query('status'))
    .filter((view) => query('seriesUid') === null || view.seriesUid === query('seriesUid'))
    .slice(0, pageSize);
  if (state.quirks.bareActivities) return ok(rows);
  return ok({ lastActivityId: visible[0]?.id ?? 0, activities: rows });
}

function resetAlert(request: SandboxRequest, { world, state }: Context): SandboxAnswer {
  const alert = activeAlerts(world).find((entry) => entry.uid === request.params.uid);
  if (!alert) return appError(404, 'ALERT_NOT_FOUND', 'Alert not found');
  const body = request.json();
  state.resets.push({ uid: alert.uid, body: typeof body === 'object' && body !== null ? { ...body } : {} });
  world.clearAlert(alert, 'Reset through the API');
  return { status: 204 };
}

const routes: [SandboxRoute<NinjaSandboxState>['method'], string, Handle][] = [
  [
    'GET',
    '/organizations',
    (request, { world }) =>
      entityPage(
        world.state.clients.map(({ id, name }) => ({ id, name, nodeApprovalMode: 'AUTOMATIC' })),
        request,
      ),
  ],
  ['GET', '/devices', devices(lightDevice)],
  ['GET', '/devices-detailed', devices(detailedDevice)],
  ['GET', '/device/:id', ofDevice((device) => ok(detailedDevice(device)))],
  ['GET', '/device/:id/volumes', ofDevice((device) => ok(volumes(device)))],
  ['GET', '/device/:id/os-patches', ofDevice((device) => ok(patchRows(device, (status) => status !== 'installed')))],
  [
    'GET',
    '/device/:id/os-patch-installs',
    ofDevice((device, request) => {
      const wanted = request.query.get('status')?.toLowerCase();
      return ok(patchRows(device, (status) => status !== 'pending' && (wanted === undefined || status === wanted)));
    }),
  ],
  ['GET', '/device/:id/windows-services', ofDevice((device) => ok(serviceRows(device)))],
  [
    'GET',
    '/device/:id/last-logged-on-user',
    ofDevice((device) =>
      ok(device.lastUser === null ? {} : { userName: device.lastUser, logonTime: epoch(device.lastSeenAtMs) }),
    ),
  ],
  ['GET', '/device/:id/activities', ofDevice((device, request, context) => activities(request, context, device.id))],
  [
    'GET',
    '/device/:id/alerts',
    ofDevice((device, _request, { world }) =>
      ok(activeAlerts(world, device.id).map((alert) => alertView(alert, world))),
    ),
  ],
  ['GET', '/device/:id/custom-fields', ofDevice(customFields)],
  ['POST', '/device/:id/script/run', ofDevice(runScript)],
  [
    'GET',
    '/queries/operating-systems',
    report('os', (device, { world }) => ({
      ...operatingSystem(device),
      deviceId: device.id,
      timestamp: epoch(world.nowMs()),
    })),
  ],
  ['GET', '/queries/device-health', report('health', (device, { world }) => deviceHealth(device, world))],
  ['GET', '/automation/scripts', listScripts],
  ['GET', '/activities', (request, context) => activities(request, context)],
  ['GET', '/alerts', (_request, { world }) => ok(activeAlerts(world).map((alert) => alertView(alert, world)))],
  ['GET', '/alert/:uid', () => appError(405, 'FAILURE', 'Method not allowed')],
  ['DELETE', '/alert/:uid', resetAlert],
  ['POST', '/alert/:uid/reset', resetAlert],
  ['PUT', '/webhook', putWebhook],
  ['DELETE', '/webhook', deleteWebhook],
  ...peopleRoutes,
  ...[...setupRoutes, ...ticketRoutes].map(([method, path, handle]): (typeof peopleRoutes)[number] => [
    method,
    path,
    unlessWithoutAddOn(handle),
  ]),
];

/** instances are not at the same build */
const unlessMissing =
  (handle: Handle): Handle =>
  (request, context) =>
    context.state.quirks.missing.some((part) => request.path.includes(part))
      ? appError(404, 'NOT_FOUND', 'HTTP 404 Not Found')
      : handle(request, context);

export const ninjaoneSandbox = defineSandbox<NinjaSandboxState>({
  connector: 'ninjaone/rmm',
  initialState: initialNinjaState,
  authorise,
  changes,
  routes: [
    { method: 'POST', path: '/ws/oauth/token', isOpen: true, handle: grantToken },
    ...routes.flatMap(([method, path, handle]) =>
      ['/v2', '/api/v2'].map((prefix) => ({ method, path: `${prefix}${path}`, handle: unlessMissing(handle) })),
    ),
  ],
  notFound: () => appError(404, 'NOT_FOUND', 'HTTP 404 Not Found'),
  failure: (status) => appError(status, 'FAILURE', status === 429 ? 'Too many requests' : 'Internal error'),
  onEvent: pushActivity,
  connection: (origin, state) => {
    const app = clientApps.find((entry) => entry.kind === 'user');
    const chain = `c${state.nextChain++}`;
    return {
      settings: { host: origin, mode: 'user', clientId: app?.id ?? '', resultField: 'mspclawResult' },
      secrets: {
        clientSecret: app?.secret ?? '',
        refreshToken: refreshToken(chain, 0),
        webhookSecret: 'sandbox-webhook-secret-0123456789abcdef',
      },
    };
  },
});
