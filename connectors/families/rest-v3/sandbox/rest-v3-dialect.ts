// The REST v3 API over the sandbox world, for any product of the family.
import type { SandboxAnswer, SandboxDialect, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldAlert, WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { assetRow, deviceDetail, deviceRow } from './device-rows.ts';
import { activeAlerts, notificationDetail, notificationRow, tellWebhooks } from './notification-rows.ts';
import { odataList } from './odata-list.ts';
import {
  done,
  initialRestV3State,
  ok,
  type RestV3DialectOptions,
  type RestV3Route,
  type RestV3Sandbox,
  type RestV3SandboxState,
  refuse,
} from './rest-v3-state.ts';
import { scriptRoutes } from './script-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

const deviceFields = ['Identifier', 'Name', 'GroupId', 'GroupName', 'SiteId', 'OrganizationId', 'OrganizationName'];
const notificationFields = ['Id', 'Message', 'DateTime', 'Priority'];

export const restV3Dialect = (options: RestV3DialectOptions): SandboxDialect<RestV3SandboxState> => ({
  connector: options.connector,
  initialState: () => initialRestV3State(options),
  authorise: (request, { state }) => authorise(request, state, options),
  // literal paths before those with an id in them
  routes: [
    ...webhookRoutes(options),
    ...scriptRoutes(options),
    ...placeRoutes(options),
    ...deviceRoutes(options),
    ...notificationRoutes(options),
  ],
  notFound: () => refuse(options, 404, 'Entity is not found.'),
  failure: (status) => refuse(options, status, status >= 500 ? 'An error has occurred.' : 'Refused.'),
  onEvent: tellWebhooks,
  connection: (origin, state) => ({
    settings: { host: origin, tokenId: options.tokenId },
    secrets: {
      tokenSecret: state.tokens[options.tokenId]?.secret ?? '',
      // made with the webhook, and shown only then
      webhookSecret: '',
    },
  }),
});

function authorise(
  request: SandboxRequest,
  state: RestV3SandboxState,
  options: RestV3DialectOptions,
): SandboxAnswer | null {
  const [, basic = ''] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const given = Buffer.from(basic, 'base64').toString('utf8');
  const split = given.indexOf(':');
  const token = state.tokens[given.slice(0, split)];
  if (!token || token.secret !== given.slice(split + 1)) return refuse(options, 401, 'Unauthorized');
  if (request.method !== 'GET' && !token.mayWrite) return refuse(options, 403, 'Access denied');
  return null;
}

function placeRoutes(options: RestV3DialectOptions): RestV3Route[] {
  return [
    {
      method: 'GET',
      path: `${options.base}${options.environmentPath}`,
      handle: (_request, { world }) =>
        ok({
          ProductVersion: '9.14.2 build 1 release 1, US',
          CustomerId: 'demo.example',
          CustomerName: 'Demo Managed Services',
          ServerType: 'SaaS',
          Language: 'en',
          License: {
            ExpirationDate: '2027-12-01T00:00:00',
            Devices: { TotalInUse: world.state.devices.length, Limit: 500 },
          },
        }),
    },
    {
      method: 'GET',
      path: `${options.base}/organizations`,
      handle: (request, context) => {
        const rows = context.world.state.clients.map((client) => ({
          Id: client.id,
          Name: client.name,
          HasCustomFields: false,
          PsaMappingId: null,
          PsaMappingType: null,
        }));
        return odataList(rows, request, context, options, ['Id', 'Name']);
      },
    },
  ];
}

type OfDevice = (device: WorldDevice, request: SandboxRequest, context: RestV3Sandbox) => SandboxAnswer;

function deviceRoutes(options: RestV3DialectOptions): RestV3Route[] {
  const ofDevice =
    (handle: OfDevice): RestV3Route['handle'] =>
    (request, context) => {
      const device = context.world.state.devices.find(({ uid }) => uid === request.params.id);
      return device ? handle(device, request, context) : refuse(options, 404, 'Entity is not found.');
    };
  const asset: OfDevice = (device, _request, { state }) =>
    ok(assetRow(device, state.quirks, { groupName: 'Computers' }));
  return [
    {
      method: 'GET',
      path: `${options.base}/devices`,
      handle: (request, context) => {
        const rows = context.world.state.devices.map((device) => deviceRow(context.world, device));
        return odataList(rows, request, context, options, deviceFields);
      },
    },
    {
      method: 'GET',
      path: `${options.base}/devices/:id`,
      handle: ofDevice((device, _request, { world, state }) => ok(deviceDetail(world, device, state.quirks))),
    },
    {
      method: 'GET',
      path: `${options.base}/devices/:id/notifications`,
      handle: ofDevice((device, request, context) => {
        const rows = activeAlerts(context).filter((alert) => alert.deviceId === device.id);
        const told = rows.map((alert) => notificationRow(context, alert, true)).reverse();
        return odataList(told, request, context, options, notificationFields);
      }),
    },
    {
      method: 'GET',
      path: `${options.base}/assets`,
      handle: (request, context) => {
        const { world, state } = context;
        const rows = world.state.devices.map((device) => assetRow(device, state.quirks, { groupName: 'Computers' }));
        return odataList(rows, request, context, options, ['Identifier', 'Name', 'GroupName', 'Description']);
      },
    },
    { method: 'GET', path: `${options.base}/assets/:id`, handle: ofDevice(asset) },
  ];
}

function notificationRoutes(options: RestV3DialectOptions): RestV3Route[] {
  const path = `${options.base}/notifications`;
  const ofAlert =
    (handle: (alert: WorldAlert, context: RestV3Sandbox) => SandboxAnswer): RestV3Route['handle'] =>
    (request, context) => {
      const alert = activeAlerts(context).find(({ id }) => String(id) === request.params.id);
      return alert ? handle(alert, context) : refuse(options, 404, 'Entity is not found.');
    };
  return [
    {
      method: 'GET',
      path,
      handle: (request, context) => {
        const rows = activeAlerts(context).map((alert) =>
          notificationRow(context, alert, context.state.quirks.hasIsoTimes),
        );
        return odataList(rows.reverse(), request, context, options, notificationFields);
      },
    },
    { method: 'GET', path: `${path}/:id`, handle: ofAlert((alert, context) => ok(notificationDetail(context, alert))) },
    {
      method: 'DELETE',
      path: `${path}/:id`,
      handle: ofAlert((alert, { state }) => {
        // the monitor and what it watches stay as they are
        state.dismissed.push(alert.id);
        return done;
      }),
    },
  ];
}
