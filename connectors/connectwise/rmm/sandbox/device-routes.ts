// Companies, sites and endpoints. A list wants to know of which companies or sites, says 404 where there is nothing, and gives
// what is asked for in `field`, fifteen names at most. Details of an endpoint want its private id.
import { z } from 'zod';
import type { SandboxAnswer, SandboxRequest, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { fromUuid, toUuid } from './asio-ids.ts';
import { type AsioSandboxContext, type AsioSandboxState, refusal } from './asio-state.ts';

type Context = AsioSandboxContext;
const ok = (json: unknown): SandboxAnswer => ({ status: 200, json });
const nothing = refusal(404, 'No records found');
const utc = (ms: number) => new Date(ms).toISOString();

const companyOf = (device: WorldDevice) => toUuid('company', device.clientId);
const siteIdOf = (clientId: number, { world }: Context) =>
  toUuid('site', world.state.clients.find((client) => client.id === clientId)?.siteId ?? 0);

const endpointView = (device: WorldDevice) => ({
  endpointID: toUuid('publicEndpoint', device.id),
  deviceName: device.name,
  friendlyName: device.name,
  resourceType: device.role === 'server' ? 'Server' : 'Desktop',
  endpointType: device.osFamily === 'windows' ? 'Windows' : 'Mac',
  type: device.role === 'server' ? 'Server' : 'Desktop',
  macAddress: device.macs,
  ipAddress: [device.ipAddress],
  os: { product: device.os, type: device.osFamily === 'windows' ? 'Windows' : 'Darwin', buildNumber: device.osBuild },
  system: { serialNumber: device.serial, systemName: device.name, model: device.model },
  bios: { serialNumber: device.serial, manufacturer: device.manufacturer },
});

/** without names only the least comes; names behind the fifteenth are not looked at */
function projected(view: Record<string, unknown>, request: SandboxRequest): Record<string, unknown> {
  const wanted = request.query.get('field')?.split(',').slice(0, 15) ?? ['deviceName', 'friendlyName'];
  return Object.fromEntries(Object.entries(view).filter(([name]) => name === 'endpointID' || wanted.includes(name)));
}

const askedShape = z.strictObject({ resourceType: z.enum(['company', 'site']), resources: z.array(z.string()).min(1) });

function listEndpoints(request: SandboxRequest, context: Context): SandboxAnswer {
  const asked = askedShape.safeParse(request.json()).data;
  const most = asked?.resourceType === 'company' ? 4 : 10;
  if (!asked || asked.resources.length > most) return refusal(400, `At most ${most} resources are allowed.`);
  const isAsked = (device: WorldDevice) =>
    asked.resources.includes(asked.resourceType === 'company' ? companyOf(device) : siteIdOf(device.clientId, context));
  const found = context.world.state.devices.filter(isAsked);
  const cursor = Number(request.query.get('cursor') ?? 0);
  const limit = Math.min(Number(request.query.get('limit') ?? 500), 500);
  const page = found.slice(cursor, cursor + limit);
  if (page.length === 0) return nothing;
  const groups = Map.groupBy(page, (device) => device.clientId);
  const platform = [...groups].map(([clientId, devices]) => ({
    companyID: toUuid('company', clientId),
    ...(context.state.quirks.namesSites ? { siteID: siteIdOf(clientId, context) } : {}),
    endpoints: devices.map((device) => projected(endpointView(device), request)),
  }));
  const next = cursor + limit;
  const link = `<https://internal.example/v2/device/categories/platform/endpoints?cursor=${next}&limit=${limit}>; rel="next"`;
  return { ...ok({ platform }), ...(next < found.length ? { headers: { link } } : {}) };
}

function byPath(request: SandboxRequest, context: Context): WorldDevice | undefined {
  const { company, site, endpoint } = request.params;
  const device = context.world.state.devices.find((entry) => entry.id === fromUuid('publicEndpoint', endpoint));
  return device && companyOf(device) === company && siteIdOf(device.clientId, context) === site ? device : undefined;
}

function heartbeat(request: SandboxRequest, context: Context): SandboxAnswer {
  const ids = request.query.get('resources')?.split(',') ?? [];
  const isCompanies = request.query.get('resourceType') === 'companies';
  const found = context.world.state.devices.filter((device) =>
    ids.includes(isCompanies ? companyOf(device) : toUuid('publicEndpoint', device.id)),
  );
  const nowMs = context.world.nowMs();
  const successfulRecords = [...Map.groupBy(found, (device) => device.clientId)].map(([clientId, devices]) => ({
    clientID: toUuid('company', clientId),
    siteID: siteIdOf(clientId, context),
    endpoints: devices.map((device) => ({
      EndpointID: toUuid('publicEndpoint', device.id),
      DcDateTimeUTC: utc(device.isOnline ? nowMs - 20_000 : device.lastSeenAtMs),
      Availability: device.isOnline,
    })),
  }));
  return ok({ status: 'success', successfulRecords, failedRecords: [] });
}

const ofPrivate = (
  path: string,
  view: (device: WorldDevice, context: Context) => unknown,
): SandboxRoute<AsioSandboxState> => ({
  method: 'GET',
  path,
  handle: (request, context) => {
    const id = fromUuid('privateEndpoint', request.params.endpoint);
    const device = context.world.state.devices.find((entry) => entry.id === id);
    return device ? ok(view(device, context)) : nothing;
  },
});

const api = '/api/platform';
export const deviceRoutes: SandboxRoute<AsioSandboxState>[] = [
  {
    method: 'GET',
    path: `${api}/v1/company/companies`,
    handle: (_request, { world }) =>
      ok(world.state.clients.map(({ id, name }) => ({ id: toUuid('company', id), name, friendlyName: name }))),
  },
  {
    method: 'GET',
    path: `${api}/v1/company/sites`,
    handle: (_request, { world }) =>
      ok(world.state.clients.map(({ siteId, siteName }) => ({ id: toUuid('site', siteId), name: siteName }))),
  },
  {
    method: 'GET',
    path: `${api}/v1/company/companies/:company/sites`,
    handle: (request, { world }) => {
      const client = world.state.clients.find(({ id }) => id === fromUuid('company', request.params.company));
      return client ? ok([{ id: toUuid('site', client.siteId), name: client.siteName }]) : nothing;
    },
  },
  { method: 'POST', path: `${api}/v2/device/categories/platform/endpoints`, handle: listEndpoints },
  { method: 'GET', path: `${api}/v2/device/endpoints/heartbeat`, handle: heartbeat },
  {
    method: 'GET',
    path: `${api}/v2/device/mappings/private`,
    handle: (request, { world }) => {
      const ids =
        request.query
          .get('filter')
          ?.split(',')
          .map((id) => fromUuid('publicEndpoint', id)) ?? [];
      const found = world.state.devices.filter((device) => ids.includes(device.id));
      if (found.length === 0) return nothing;
      const row = ({ id }: WorldDevice) => ({
        privateID: toUuid('privateEndpoint', id),
        publicID: toUuid('publicEndpoint', id),
      });
      return ok({ mapping: found.map(row) });
    },
  },
  {
    method: 'GET',
    path: `${api}/v2/device/companies/:company/sites/:site/endpoints/:endpoint`,
    handle: (request, context) => {
      const device = byPath(request, context);
      if (!device) return nothing;
      const { endpointID, ...platform } = projected(endpointView(device), request);
      return ok({ companyID: request.params.company, siteID: request.params.site, endpointID, platform });
    },
  },
  {
    method: 'GET',
    path: `${api}/v2/device/companies/:company/sites/:site/endpoints/:endpoint/services`,
    handle: (request, context) => {
      const services = byPath(request, context)?.services;
      const state = { running: 'Running', stopped: 'Stopped' };
      return services
        ? ok(
            services.map((one) => ({
              serviceName: one.name,
              displayName: one.displayName,
              serviceStatus: state[one.state],
            })),
          )
        : nothing;
    },
  },
  ofPrivate(`${api}/v2/device/endpoints/:endpoint/system-state-info`, (device) => ({
    endpointID: toUuid('privateEndpoint', device.id),
    startupStatus: { lastBootUpTimeUTC: utc(device.lastBootAtMs) },
    ...(device.lastUser === null ? {} : { lastLoggedOnUser: { username: device.lastUser } }),
  })),
  ofPrivate(`${api}/v2/device/endpoints/:endpoint/disk-usage`, (device) => [
    {
      endpointID: toUuid('privateEndpoint', device.id),
      storages: device.disks.map((disk, index) => ({
        index,
        name: `PHYSICALDRIVE${index}`,
        partitions: [
          {
            name: disk.name,
            mountPoint: disk.name,
            metric: {
              totalSpaceBytes: disk.totalBytes,
              freeSpaceBytes: disk.freeBytes,
              usedSpaceBytes: disk.totalBytes - disk.freeBytes,
            },
          },
        ],
      })),
    },
  ]),
  ofPrivate(`${api}/v2/patching/:endpoint/patches`, (device) => ({
    summary: {
      missingCount: device.patches.filter((patch) => patch.status !== 'installed').length,
      pendingReboot: device.needsReboot,
    },
    patches: [],
  })),
];
