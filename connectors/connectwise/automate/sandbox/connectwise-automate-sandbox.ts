// Automate's REST API over the sandbox world, quirks included.
import {
  defineSandbox,
  type SandboxAnswer,
  type SandboxRequest,
  type SandboxRoute,
} from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import {
  type AutomateSandboxContext,
  type AutomateSandboxState,
  initialAutomateState,
  knownClientId,
  refusal,
  users,
} from './automate-state.ts';
import { ConditionProblem, fieldOf, order, parseCondition } from './condition-grammar.ts';
import { pastCommands, queuedCommands, startCommand, startScript } from './run-routes.ts';
import { authorise, grantToken, renewToken, seesClients } from './token-routes.ts';
import {
  alertView,
  computerView,
  driveViews,
  eventView,
  historyView,
  local,
  patchingView,
  runningView,
  scriptView,
  serviceViews,
} from './views.ts';

type Context = AutomateSandboxContext;
type Route = SandboxRoute<AutomateSandboxState>;
type Rows = (request: SandboxRequest, context: Context) => Record<string, unknown>[];

/** A plain array without a total; the names with "options." in front are not looked at. */
function listAnswer(rows: Record<string, unknown>[], query: URLSearchParams): SandboxAnswer {
  const size = Math.min(Number(query.get('pagesize') ?? 25), 1_000);
  const page = Number(query.get('page') ?? 1);
  const ids = query.get('ids')?.split(',');
  let found = ids ? rows.filter((row) => ids.includes(String(row.Id))) : rows;
  const condition = query.get('condition');
  try {
    if (condition !== null) found = found.filter(parseCondition(condition));
  } catch (error) {
    if (error instanceof ConditionProblem) return refusal(400, `Invalid condition: ${error.message}`);
    throw error;
  }
  const [field = '', direction = 'asc'] = (query.get('orderby') ?? '').split(' ');
  const sorted =
    field === '' ? found : found.toSorted((a, b) => order(fieldOf(a, field) ?? '', fieldOf(b, field) ?? ''));
  if (direction.toLowerCase() === 'desc') sorted.reverse();
  const wanted = query.get('includefields')?.toLowerCase().split(',');
  const part = (row: Record<string, unknown>) =>
    wanted ? Object.fromEntries(Object.entries(row).filter(([name]) => wanted.includes(name.toLowerCase()))) : row;
  return { status: 200, json: sorted.slice((page - 1) * size, page * size).map(part) };
}

const list = (path: string, rows: Rows): Route => ({
  method: 'GET',
  path: `/cwa/api/v1${path}`,
  handle: (request, context) => listAnswer(seesClients(request, context) ? rows(request, context) : [], request.query),
});

const ofDevice = (request: SandboxRequest, { world }: Context): WorldDevice | undefined =>
  world.state.devices.find((device) => String(device.id) === request.params.id);
const ofComputer = (path: string, rows: (device: WorldDevice, context: Context) => Record<string, unknown>[]): Route =>
  list(`/Computers/:id${path}`, (request, context) => {
    const device = ofDevice(request, context);
    return device ? rows(device, context) : [];
  });

const activeAlerts: Rows = (_request, context) =>
  context.world.state.alerts.filter((alert) => alert.clearedAtMs === null).map((alert) => alertView(alert, context));
const runsOf = (device: WorldDevice, { world }: Context, state: 'queued' | 'finished') =>
  world.state.scriptRuns.filter(
    (run) =>
      run.deviceId === device.id && run.scriptId !== 0 && run.state === state && run.via === 'connectwise/automate',
  );

const routes: Route[] = [
  { method: 'POST', path: '/cwa/api/v1/APIToken', isOpen: true, handle: grantToken },
  { method: 'POST', path: '/cwa/api/v1/APIToken/Refresh', isOpen: true, handle: renewToken },
  {
    method: 'GET',
    path: '/cwa/api/v1/DatabaseServerTime',
    handle: (_request, context) => {
      const { serverOffsetMinutes: offset } = context.state.quirks;
      const two = (value: number) => String(Math.abs(Math.trunc(value))).padStart(2, '0');
      const zone = `${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`;
      return { status: 200, json: `${local(context.world.nowMs(), context)}${zone}` };
    },
  },
  list('/Clients', (_request, { world }) =>
    world.state.clients.map(({ id, name }) => ({ Id: String(id), Name: name })),
  ),
  list('/Computers', (_request, context) => context.world.state.devices.map((device) => computerView(device, context))),
  list('/Computers/Drives', (_request, { world }) => world.state.devices.flatMap(driveViews)),
  ofComputer('/Services', serviceViews),
  {
    method: 'GET',
    path: '/cwa/api/v1/Computers/:id/PatchingStats',
    handle: (request, context) => {
      const device = ofDevice(request, context);
      return device ? { status: 200, json: patchingView(device) } : refusal(404, 'Computer not found.');
    },
  },
  list('/EventLogs', (_request, context) =>
    context.world.state.activities.map((activity) => eventView(activity, context)),
  ),
  list('/Alerts', activeAlerts),
  {
    method: 'GET',
    path: '/cwa/api/v1/Alerts/:id',
    handle: (request, context) => {
      const alert = activeAlerts(request, context).find((row) => String(row.AlertId) === request.params.id);
      return alert && seesClients(request, context) ? { status: 200, json: alert } : refusal(404, 'Alert not found.');
    },
  },
  list('/Scripts', (_request, { world }) => world.state.scripts.map(scriptView)),
  { method: 'POST', path: '/cwa/api/v1/Batch/ScriptExecute', handle: startScript },
  ofComputer('/RunningScripts', (device, context) =>
    runsOf(device, context, 'queued').map((run) => runningView(run, context)),
  ),
  ofComputer('/ScriptHistory', (device, context) =>
    runsOf(device, context, 'finished').map((run) => historyView(run, context)),
  ),
  { method: 'POST', path: '/cwa/api/v1/Computers/:id/CommandExecute', handle: startCommand },
  list('/Computers/:id/CommandExecute', queuedCommands),
  list('/Computers/:id/CommandHistory', pastCommands),
];

export const connectwiseAutomateSandbox = defineSandbox<AutomateSandboxState>({
  connector: 'connectwise/automate',
  initialState: initialAutomateState,
  authorise,
  routes,
  changes: (request) => request.method !== 'GET' && !request.path.includes('/APIToken'),
  notFound: () => refusal(404, 'No HTTP resource was found that matches the request URI.'),
  failure: (status) => refusal(status, status === 429 ? 'Too many requests.' : 'An error has occurred.'),
  connection: (origin) => ({
    settings: { server: origin, username: 'mspclaw', clientId: knownClientId },
    secrets: { password: users.mspclaw?.password ?? '' },
  }),
});
