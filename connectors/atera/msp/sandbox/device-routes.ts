// Customers, contacts, agents, patches and alerts.
import type { SandboxContext, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { Json, WorldAlert, WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { bare, listAnswer, problem } from './atera-answers.ts';
import type { AteraSandboxState } from './atera-state.ts';
import { time } from './ticket-routes.ts';

type Context = SandboxContext<AteraSandboxState>;

function agentRow(device: WorldDevice, context: Context): Record<string, Json> {
  const { world, state } = context;
  const client = world.state.clients.find((entry) => entry.id === device.clientId);
  const size = (bytes: number) => Math.round((bytes / state.quirks.diskUnitBytes) * 100) / 100;
  return {
    MachineID: device.uid,
    AgentID: device.id,
    DeviceGuid: device.uid,
    FolderID: client?.siteId ?? null,
    FolderName: client?.siteName ?? null,
    CustomerID: device.clientId,
    CustomerName: client?.name ?? null,
    AgentName: device.name,
    MachineName: device.name,
    CurrentLoggedUsers: device.isOnline ? device.lastUser : '',
    Monitored: true,
    Online: device.isOnline,
    LastSeen: time(context, device.isOnline ? world.nowMs() : device.lastSeenAtMs),
    Memory: Math.round(device.memoryBytes / 1_048_576),
    SystemDrive: device.disks[0]?.name ?? null,
    VendorSerialNumber: device.serial,
    Vendor: device.manufacturer,
    MacAddresses: device.macs.map((mac) => mac.replaceAll(':', '-')),
    IpAddresses: [device.ipAddress],
    HardwareDisks: device.disks.map((disk) => ({
      Drive: disk.name,
      Free: size(disk.freeBytes),
      Used: size(disk.totalBytes - disk.freeBytes),
      Total: size(disk.totalBytes),
    })),
    OS: device.osFamily === 'windows' ? `Microsoft ${device.os}` : device.os,
    OSType: device.osFamily === 'macos' ? 'Mac' : device.role === 'server' ? 'Server' : 'Work Station',
    OSBuild: device.osBuild,
    LastRebootTime: time(context, device.lastBootAtMs),
    LastLoginUser: device.lastUser,
  };
}

const categories: Record<WorldAlert['kind'], string> = {
  'disk.space': 'Disk',
  'agent.offline': 'Availability',
  'process.crash': 'General',
  'service.stopped': 'General',
  'patch.failed': 'General',
  'print.queue': 'General',
};

function alertRow(alert: WorldAlert, context: Context): Record<string, Json> {
  const device = context.world.device(alert.deviceId);
  const client = context.world.state.clients.find((entry) => entry.id === device?.clientId);
  return {
    AlertID: alert.id,
    Code: 1,
    Source: `Threshold ${alert.kind}`,
    Title: alert.title,
    Severity: alert.severity === 'critical' ? 'Critical' : alert.severity === 'info' ? 'Information' : 'Warning',
    Created: time(context, alert.raisedAtMs),
    DeviceGuid: device?.uid ?? null,
    AgentId: device?.id ?? null,
    Archived: alert.clearedAtMs !== null,
    ArchivedDate: alert.clearedAtMs === null ? null : time(context, alert.clearedAtMs),
    AlertCategoryID: categories[alert.kind],
    AlertMessage: alert.message,
    DeviceName: device?.name ?? null,
    CustomerID: client?.id ?? null,
    CustomerName: client?.name ?? null,
  };
}

const deviceByGuid = ({ world }: Context, guid: string | undefined) =>
  world.state.devices.find((device) => device.uid === guid);

const contactRows = ({ state: { contacts, clients } }: SandboxWorld) =>
  contacts.map((contact, index) => ({
    EndUserID: contact.id,
    CustomerID: contact.clientId,
    CustomerName: clients.find((client) => client.id === contact.clientId)?.name ?? null,
    Firstname: contact.name.split(' ')[0] ?? null,
    Lastname: contact.name.split(' ')[1] ?? null,
    Email: contact.email,
    IsContactPerson: contacts.findIndex((entry) => entry.clientId === contact.clientId) === index,
    Archived: false,
  }));

export const deviceRoutes: SandboxRoute<AteraSandboxState>[] = [
  {
    method: 'GET',
    path: '/api/v3/customers',
    handle: (request, { world }) =>
      listAnswer(
        world.state.clients.map(({ id, name }) => ({ CustomerID: id, CustomerName: name })),
        request,
      ),
  },
  {
    method: 'GET',
    path: '/api/v3/contacts',
    handle: (request, { world }) => listAnswer(contactRows(world), request),
  },
  {
    method: 'GET',
    path: '/api/v3/contacts/:id',
    handle: (request, { world }) => {
      const row = contactRows(world).find(({ EndUserID }) => String(EndUserID) === request.params.id);
      return row ? { status: 200, json: row } : problem(404, 'Not Found');
    },
  },
  {
    method: 'GET',
    path: '/api/v3/agents',
    handle: (request, context) =>
      listAnswer(
        context.world.state.devices.map((device) => agentRow(device, context)),
        request,
      ),
  },
  {
    method: 'GET',
    path: '/api/v3/agents/customer/:id',
    handle: (request, context) => {
      const rows = context.world.state.devices.filter((device) => String(device.clientId) === request.params.id);
      return listAnswer(
        rows.map((device) => agentRow(device, context)),
        request,
      );
    },
  },
  {
    method: 'GET',
    path: '/api/v3/agents/:id',
    handle: (request, context) => {
      const device = context.world.state.devices.find((entry) => String(entry.id) === request.params.id);
      return device ? { status: 200, json: agentRow(device, context) } : problem(404, 'Not Found');
    },
  },
  {
    method: 'GET',
    path: '/api/v3/agents/:guid/available-patches',
    handle: (request, context) => {
      const device = deviceByGuid(context, request.params.guid);
      if (!device) return problem(404, 'Not Found');
      const open = device.patches.filter((patch) => patch.status !== 'installed');
      const availableUpdates = open.map(({ name, kb, status }) => ({
        name,
        class: 'Security Updates',
        kbId: kb,
        status: status === 'failed' ? 'Failed' : 'Available',
      }));
      return { status: 200, json: { deviceGuid: device.uid, timestamp: null, availableUpdates } };
    },
  },
  {
    method: 'GET',
    path: '/api/v3/agents/:guid/installed-patches',
    handle: (request, context) => {
      const device = deviceByGuid(context, request.params.guid);
      if (!device) return problem(404, 'Not Found');
      const installedUpdates = device.patches.flatMap(({ name, kb, installedAtMs }) =>
        installedAtMs === null
          ? []
          : [{ name, class: 'Security Updates', kbId: kb, installDate: new Date(installedAtMs).toISOString() }],
      );
      return { status: 200, json: { deviceGuid: device.uid, timestamp: null, installedUpdates } };
    },
  },
  {
    method: 'GET',
    path: '/api/v3/alerts',
    handle: (request, context) => {
      const isOpen = request.query.get('alertStatus') === 'Open';
      const rows = context.world.state.alerts.filter((alert) => !isOpen || alert.clearedAtMs === null);
      return listAnswer(rows.map((alert) => alertRow(alert, context)).reverse(), request);
    },
  },
  {
    method: 'GET',
    path: '/api/v3/alerts/:id',
    handle: (request, context) => {
      const alert = context.world.state.alerts.find((entry) => String(entry.id) === request.params.id);
      return alert ? { status: 200, json: alertRow(alert, context) } : problem(404, 'Not Found');
    },
  },
  {
    method: 'PUT',
    path: '/api/v3/alerts/:id',
    handle: (request, { world }) => {
      const alert = world.state.alerts.find((entry) => String(entry.id) === request.params.id);
      if (!alert || alert.clearedAtMs !== null) return problem(400, 'The alert is not open.');
      world.clearAlert(alert, 'Resolved through the API.');
      return bare(204);
    },
  },
];
