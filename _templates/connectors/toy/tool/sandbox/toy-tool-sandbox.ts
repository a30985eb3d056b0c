// Toy Tool as a view of the shared world: its own paths, shapes and refusals, and the world's devices and alerts.
import { defineSandbox, type SandboxAnswer } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { WorldAlert, WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';

/** kept with the world: where to call, and what this vendor does wrong when told to */
interface ToyToolState {
  [key: string]: string | null;
  apiKey: string;
  readOnlyKey: string;
  webhookUrl: string | null;
  webhookSecret: string;
}

const refuse = (status: number, error: string): SandboxAnswer => ({ status, json: { error } });
const seconds = (ms: number) => Math.floor(ms / 1_000);

const deviceRow = (world: SandboxWorld, device: WorldDevice) => {
  const client = world.state.clients.find(({ id }) => id === device.clientId);
  return {
    id: String(device.id),
    name: device.name,
    customer: client ? { id: String(client.id), name: client.name } : null,
    kind: device.role,
    os: device.os,
    serial: device.serial,
    macs: device.macs,
    online: device.isOnline,
    last_seen: seconds(device.lastSeenAtMs),
    last_boot: seconds(device.lastBootAtMs),
  };
};

const levels = { critical: 'red', major: 'orange', moderate: 'yellow', minor: 'yellow', info: 'blue' } as const;
const alertRow = (world: SandboxWorld, alert: WorldAlert) => {
  const device = world.device(alert.deviceId);
  return {
    id: String(alert.id),
    device: device ? { id: String(device.id), name: device.name } : null,
    level: levels[alert.severity],
    title: alert.title,
    text: alert.message,
    raised: seconds(alert.raisedAtMs),
    cleared: alert.clearedAtMs === null ? null : seconds(alert.clearedAtMs),
  };
};

export const toyToolSandbox = defineSandbox<ToyToolState>({
  connector: 'toy/tool',
  initialState: () => ({
    apiKey: 'toy-key-0123456789abcdef',
    readOnlyKey: 'toy-read-0123456789abcdef',
    webhookUrl: null,
    webhookSecret: 'toy-webhook-secret-0123456789',
  }),
  authorise({ method, headers }, { state }) {
    const key = headers['x-api-key'];
    if (key === state.readOnlyKey) return method === 'GET' ? null : refuse(403, 'This key may only read.');
    return key === state.apiKey ? null : refuse(401, 'Unknown key.');
  },
  routes: [
    {
      method: 'GET',
      path: '/v1/ping',
      handle: (_request, { world }) => ({
        status: 200,
        json: {
          devices: world.state.devices.length,
          alerts: world.state.alerts.filter(({ clearedAtMs }) => clearedAtMs === null).length,
        },
      }),
    },
    {
      method: 'GET',
      path: '/v1/devices',
      handle({ query }, { world }) {
        const page = Number(query.get('page') ?? 1);
        const size = Math.min(Number(query.get('size') ?? 25), 100);
        const customer = query.get('customer');
        const all = world.state.devices.filter(({ clientId }) => customer === null || String(clientId) === customer);
        const rows = all.slice((page - 1) * size, page * size);
        return {
          status: 200,
          json: { devices: rows.map((device) => deviceRow(world, device)), more: page * size < all.length },
        };
      },
    },
    {
      method: 'GET',
      path: '/v1/devices/:id',
      handle({ params }, { world }) {
        const device = world.state.devices.find(({ id }) => String(id) === params.id);
        return device ? { status: 200, json: deviceRow(world, device) } : refuse(404, 'No such device.');
      },
    },
    {
      method: 'GET',
      path: '/v1/alerts',
      handle({ query }, { world }) {
        const device = query.get('device');
        const rows = world.state.alerts.filter(
          (alert) => alert.clearedAtMs === null && (device === null || String(alert.deviceId) === device),
        );
        return { status: 200, json: { alerts: rows.map((alert) => alertRow(world, alert)) } };
      },
    },
    {
      method: 'GET',
      path: '/v1/alerts/:id',
      handle({ params }, { world }) {
        const alert = world.state.alerts.find(({ id }) => String(id) === params.id);
        return alert ? { status: 200, json: alertRow(world, alert) } : refuse(404, 'No such alert.');
      },
    },
    {
      method: 'POST',
      path: '/v1/alerts/:id/resolve',
      handle({ params }, { world }) {
        const alert = world.state.alerts.find(({ id }) => String(id) === params.id);
        if (!alert) return refuse(404, 'No such alert.');
        world.clearAlert(alert, 'resolved over the API');
        return { status: 200, json: alertRow(world, alert) };
      },
    },
  ],
  notFound: ({ path }) => refuse(404, `There is no ${path}.`),
  failure: (status) => refuse(status, `Trouble (${status}).`),
  onEvent(event, { world, state, deliver }) {
    if (event.type !== 'activity-added' || state.webhookUrl === null) return;
    const { kind, alertUid } = event.activity;
    const alert = world.state.alerts.find(({ uid }) => uid === alertUid);
    if (!alert || (kind !== 'alert-raised' && kind !== 'alert-cleared')) return;
    deliver({
      url: state.webhookUrl,
      headers: { 'content-type': 'application/json', 'x-toy-secret': state.webhookSecret },
      body: JSON.stringify({
        event: kind === 'alert-raised' ? 'alert.raised' : 'alert.cleared',
        alert_id: String(alert.id),
      }),
      timeoutMs: 5_000,
      retryAfterMs: [1_000],
      isRetried: (status) => status === null || status >= 500,
    });
  },
  connection: (origin, state) => ({
    settings: { host: origin },
    secrets: { apiKey: state.apiKey, webhookSecret: state.webhookSecret },
  }),
});
