// Assets, patches, alerts and scripts.
import { z } from 'zod';
import type { SandboxAnswer, SandboxContext, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { Json, WorldAlert, WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { htmlNotFound, invalid, listAnswer, localTime, notFound } from './syncro-answers.ts';
import { type SyncroSandboxState, scriptNumber } from './syncro-state.ts';
import { customerRow } from './ticket-rows.ts';

type Context = SandboxContext<SyncroSandboxState>;
type Route = SandboxRoute<SyncroSandboxState>;

function propertiesOf(device: WorldDevice, context: Context): Record<string, Json> {
  const { propertyNames } = context.state.quirks;
  const seenAtMs = device.isOnline ? context.world.nowMs() : device.lastSeenAtMs;
  if (propertyNames === 'none') return {};
  if (propertyNames === 'nested') {
    return { agent: { general: { os_name: device.os, last_boot_time: localTime(device.lastBootAtMs) } } };
  }
  return {
    OS: device.os,
    'Last Boot': localTime(device.lastBootAtMs),
    'Last Seen': localTime(seenAtMs),
    'Last User': device.lastUser,
    'MAC Address': device.macs[0] ?? null,
  };
}

function assetRow(device: WorldDevice, context: Context): Record<string, Json> {
  const { world } = context;
  const client = world.state.clients.find((entry) => entry.id === device.clientId);
  const low = device.disks.some((disk) => disk.freeBytes / disk.totalBytes < 0.1);
  const word = (value: boolean) => (value ? 'true' : 'false');
  return {
    id: device.id,
    name: device.name,
    customer_id: device.clientId,
    contact_id: null,
    created_at: localTime(device.lastBootAtMs),
    updated_at: localTime(device.lastSeenAtMs),
    properties: propertiesOf(device, context),
    asset_type: 'Syncro Device',
    asset_serial: device.serial,
    external_rmm_link: null,
    customer: client ? customerRow(client) : null,
    rmm_links: [],
    rmm_store: {
      id: device.id + 1,
      asset_id: device.id,
      account_id: 1,
      // words, not booleans
      triggers: {
        bsod_triggered: 'false',
        low_hd_space_triggered: word(low),
        agent_offline_triggered: word(!device.isOnline),
      },
      general: {},
      created_at: localTime(device.lastBootAtMs),
      updated_at: localTime(device.lastSeenAtMs),
    },
  };
}

function patchRows(device: WorldDevice): Record<string, Json> {
  const category = 'Security Updates';
  const open = device.patches.filter((patch) => patch.status !== 'installed');
  return {
    installed_patches: device.patches.flatMap(({ kb, name, installedAtMs }) =>
      installedAtMs === null
        ? []
        : [
            {
              kb,
              title: name,
              category,
              status: 'Recently Installed',
              installed_at: new Date(installedAtMs).toISOString(),
            },
          ],
    ),
    available_patches: open.map(({ kb, name, status, error }) => ({
      kb,
      title: name,
      category,
      status: status === 'failed' ? 'Failed Patches' : 'Missing Patches',
      ...(error === null ? {} : { failure_reason: error }),
    })),
    available_patches_meta: { page: 1, per_page: 50, total_pages: 1, total_entries: open.length },
  };
}

const triggerNames: Partial<Record<WorldAlert['kind'], string>> = {
  'disk.space': 'low_hd_space_triggered',
  'agent.offline': 'agent_offline_triggered',
  'process.crash': 'app_crash_triggered',
};

export function alertRow(alert: WorldAlert, { world }: Context): Record<string, Json> {
  const device = world.device(alert.deviceId);
  const trigger = triggerNames[alert.kind];
  return {
    id: alert.id,
    customer_id: device?.clientId ?? 0,
    ticket_number: null,
    ticket_status: null,
    computer_name: device?.name ?? null,
    properties: { ...(trigger ? { trigger } : {}), description: alert.title },
    resolved: alert.clearedAtMs !== null,
    check_id: 1,
    status: alert.clearedAtMs === null ? 'active' : 'resolved',
    formatted_output: alert.message,
    description: alert.title,
    created_at: localTime(alert.raisedAtMs),
    updated_at: localTime(alert.clearedAtMs ?? alert.raisedAtMs),
    asset_id: alert.deviceId,
  };
}

const isGone = (alert: WorldAlert, { state }: Context) =>
  state.quirks.clearedAlertIs === 'gone' && state.goneAlerts.includes(alert.id);

const alertById =
  (handle: (alert: WorldAlert, context: Context) => SandboxAnswer): Route['handle'] =>
  (request, context) => {
    const alert = context.world.state.alerts.find((entry) => String(entry.id) === request.params.id);
    return alert && !isGone(alert, context) ? handle(alert, context) : notFound;
  };

const scheduleShape = z.object({
  script_id: z.number(),
  run_type: z.enum(['now', 'later']),
  freq: z.literal('once'),
  script_options: z.object({ runtime_variables: z.record(z.string(), z.string()).default({}) }).optional(),
});
const madeShape = z.object({ name: z.string().optional(), properties: z.record(z.string(), z.json()).optional() });

export const assetRoutes: Route[] = [
  {
    method: 'GET',
    path: '/api/v1/customer_assets',
    handle: (request, context) => {
      const wanted = request.query.get('customer_id');
      const rows = context.world.state.devices.filter((device) => !wanted || String(device.clientId) === wanted);
      return listAnswer(
        rows.map((device) => assetRow(device, context)),
        'assets',
        request,
        context.state.quirks,
      );
    },
  },
  {
    method: 'POST',
    path: '/api/v1/customer_assets',
    handle: (request, { world, state }) => {
      const draft = madeShape.safeParse(request.json()).data;
      if (!draft?.name) return invalid(["Name can't be blank"], state.quirks.refusal);
      // properties are ignored here; a PUT takes them
      const made = { id: world.nextId('made-asset') + 900_000, name: draft.name, properties: {} };
      state.madeAssets.push(made);
      return { status: 200, json: { asset: made } };
    },
  },
  {
    method: 'PUT',
    path: '/api/v1/customer_assets/:id',
    handle: (request, { state }) => {
      const made = state.madeAssets.find((asset) => String(asset.id) === request.params.id);
      if (!made) return notFound;
      Object.assign(made.properties, madeShape.safeParse(request.json()).data?.properties);
      return { status: 200, json: { asset: made } };
    },
  },
  {
    method: 'GET',
    path: '/api/v1/customer_assets/:id',
    handle: (request, context) => {
      const device = context.world.device(request.params.id ?? '');
      if (!device) return htmlNotFound;
      const row = assetRow(device, context);
      return { status: 200, json: context.state.quirks.wrapsAsset ? { asset: row } : row };
    },
  },
  {
    method: 'GET',
    path: '/api/v1/customer_assets/:id/patches',
    handle: (request, { world }) => {
      const device = world.device(request.params.id ?? '');
      if (!device) return { status: 404, json: { error: 'Asset not found' } };
      return { status: 200, json: patchRows(device) };
    },
  },
  {
    method: 'POST',
    path: '/api/v1/rmm/public_scripts/:id/schedule',
    handle: (request, { world, state }) => {
      const device = world.device(request.params.id ?? '');
      const asked = scheduleShape.safeParse(request.json()).data;
      const script = world.state.scripts.find((entry) => scriptNumber(entry.id) === asked?.script_id);
      if (!device || !asked) return notFound;
      if (!script) return invalid(['Script not found'], state.quirks.refusal);
      const parameters = asked.script_options?.runtime_variables ?? {};
      const tag = parameters.RunTag ?? null;
      world.startScript({ deviceId: device.id, scriptId: script.id, via: 'syncro/msp', tag, parameters });
      return { status: 200, json: { message: 'Ok, script scheduled.' } };
    },
  },
  {
    method: 'GET',
    path: '/api/v1/rmm_alerts',
    handle: (request, context) => {
      const status = request.query.get('status') ?? 'active';
      const rows = context.world.state.alerts.filter(
        (alert) =>
          !isGone(alert, context) && (status === 'all' || (alert.clearedAtMs === null) === (status === 'active')),
      );
      return listAnswer(
        rows.map((alert) => alertRow(alert, context)).reverse(),
        'rmm_alerts',
        request,
        context.state.quirks,
      );
    },
  },
  {
    method: 'GET',
    path: '/api/v1/rmm_alerts/:id',
    handle: alertById((alert, context) => ({ status: 200, json: { rmm_alert: alertRow(alert, context) } })),
  },
  {
    method: 'DELETE',
    path: '/api/v1/rmm_alerts/:id',
    handle: alertById((alert, { world, state }) => {
      world.clearAlert(alert, 'Cleared through the API.');
      state.goneAlerts.push(alert.id);
      return { status: 200, json: { success: 'true' } };
    }),
  },
];
