// Agents, scripts, alerts, clients, URL actions.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { agentDetail, agentRow, alertRow, historyRow, updateRows } from './rows.ts';
import {
  agentIdOf,
  keyError,
  notFound,
  notifyError,
  ok,
  record,
  type TacticalHandler,
  type TacticalRoute,
  type TacticalSandboxContext,
  type UrlAction,
} from './tactical-state.ts';

const withAgent =
  (
    handle: (device: WorldDevice, request: SandboxRequest, context: TacticalSandboxContext) => SandboxAnswer,
  ): TacticalHandler =>
  (request, context) => {
    const device = context.world.state.devices.find((entry) => agentIdOf(entry) === request.params.agent);
    return device ? handle(device, request, context) : notFound;
  };
const route = (method: TacticalRoute['method'], path: string, handle: TacticalHandler): TacticalRoute => ({
  method,
  path,
  handle,
});

export const tacticalRoutes: TacticalRoute[] = [
  route('GET', '/core/version/', () => ok('1.4.0')),
  route('GET', '/agents/', (request, { world }) =>
    ok(
      world.state.devices
        .filter(
          ({ clientId }) => request.query.get('client') === null || String(clientId) === request.query.get('client'),
        )
        .map((device) => agentRow(world, device)),
    ),
  ),
  route(
    'GET',
    '/agents/:agent/',
    withAgent((device, _request, { world }) => ok(agentDetail(world, device))),
  ),
  route(
    'GET',
    '/winupdate/:agent/',
    withAgent((device) => ok(updateRows(device))),
  ),
  route(
    'GET',
    '/agents/:agent/history/',
    withAgent((device, _request, { world, state }) =>
      ok(
        world.state.scriptRuns
          .filter((run) => run.deviceId === device.id && run.via === 'tactical/rmm')
          .map((run) => historyRow(world, run, state.quirks.printsTag))
          .reverse(),
      ),
    ),
  ),
  route('POST', '/agents/:agent/runscript/', withAgent(runScript)),
  route('GET', '/scripts/', (_request, { world }) =>
    ok(
      world.state.scripts.map(({ id, name, description, osFamily }) => ({
        id,
        name,
        description,
        shell: 'powershell',
        args: [],
        category: 'MSP',
        script_type: 'userdefined',
        default_timeout: 90,
        supported_platforms: [osFamily === 'windows' ? 'windows' : 'darwin'],
      })),
    ),
  ),
  route('GET', '/clients/', (_request, { world }) => ok(world.state.clients.map(({ id, name }) => ({ id, name })))),
  route('GET', '/clients/sites/', (_request, { world }) =>
    ok(world.state.clients.map(({ id, siteId, siteName }) => ({ id: siteId, name: siteName, client: id }))),
  ),
  route('PATCH', '/alerts/', listAlerts),
  route('GET', '/alerts/:id/', (request, { world }) => {
    const alert = world.state.alerts.find(({ id }) => String(id) === request.params.id);
    return alert ? ok(alertRow(world, alert)) : notFound;
  }),
  route('PUT', '/alerts/:id/', (request, { world }) => {
    const alert = world.state.alerts.find(({ id }) => String(id) === request.params.id);
    if (!alert) return notFound;
    if (record(request.json()).type !== 'resolve') return notifyError('Only resolve is set up here');
    world.clearAlert(alert, 'Resolved through the API');
    return ok('Alert was edited successfully');
  }),
  route('GET', '/core/urlaction/', (_request, { state }) => ok(state.urlActions)),
  route('POST', '/core/urlaction/', (request, { world, state }) => {
    const action = urlAction(request, world.nextId('tactical-url-action'));
    if (action.name.length > 25)
      return { status: 400, json: { name: ['Ensure this field has no more than 25 characters.'] } };
    state.urlActions.push(action);
    return ok('ok');
  }),
  route('PUT', '/core/urlaction/:id/', (request, { state }) => {
    const index = state.urlActions.findIndex(({ id }) => String(id) === request.params.id);
    if (index < 0) return notFound;
    state.urlActions[index] = urlAction(request, Number(request.params.id));
    return ok('ok');
  }),
];

function urlAction(request: SandboxRequest, id: number): UrlAction {
  const body = record(request.json());
  const text = (name: string) => String(body[name] ?? '');
  return {
    id,
    name: text('name'),
    pattern: text('pattern'),
    action_type: text('action_type'),
    rest_method: text('rest_method'),
    rest_body: text('rest_body'),
    rest_headers: text('rest_headers'),
  };
}

const runKeys = [
  'output',
  'script',
  'args',
  'env_vars',
  'run_as_user',
  'timeout',
  'emails',
  'emailMode',
  'custom_field',
  'save_all_output',
];

function runScript(
  device: WorldDevice,
  request: SandboxRequest,
  { world, state }: TacticalSandboxContext,
): SandboxAnswer {
  const body = record(request.json());
  if (runKeys.some((name) => !(name in body))) return keyError;
  if (state.quirks.isNatsDown) return ok('natsdown');
  const script = world.state.scripts.find(({ id }) => id === body.script);
  if (!script) return notFound;
  const pairs = (Array.isArray(body.env_vars) ? body.env_vars.map(String) : []).map((pair) => {
    const split = pair.indexOf('=');
    return [pair.slice(0, split), pair.slice(split + 1)] as const;
  });
  const parameters = Object.fromEntries(pairs);
  // a device that is away gets nothing, and nobody is told
  if (device.isOnline) {
    world.startScript({
      deviceId: device.id,
      scriptId: script.id,
      via: 'tactical/rmm',
      tag: parameters.RunTag ?? null,
      parameters,
    });
  }
  if (state.quirks.saysTimeout) return ok('timeout');
  return ok(`${script.name} will now be run on ${device.name}`);
}

function listAlerts(request: SandboxRequest, { world }: TacticalSandboxContext): SandboxAnswer {
  const filter = record(request.json());
  const rows = world.state.alerts.map((alert) => alertRow(world, alert));
  const open = rows.filter(({ resolved }) => !resolved);
  if (typeof filter.top === 'number') return ok({ alerts_count: open.length, alerts: open.slice(0, filter.top) });
  const fromMs = typeof filter.timeFilter === 'number' ? world.nowMs() - filter.timeFilter * 86_400_000 : 0;
  const shown = filter.resolvedFilter === false ? open : rows;
  return ok(shown.filter(({ alert_time }) => Date.parse(alert_time) >= fromMs));
}
