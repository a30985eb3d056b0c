// What is only read: the organization, licences, sign-ins and devices.
import type { SandboxAnswer, SandboxRequest, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { type GraphSandboxContext, graphError, listed, notThere, ok, selected } from './graph-answers.ts';
import type { GraphState } from './graph-state.ts';
import { deviceRow, signInRow, skuRow } from './graph-views.ts';
import { accountsOf, directoryOf } from './tenant.ts';

type Handler = (request: SandboxRequest, context: GraphSandboxContext) => SandboxAnswer;

const organization: Handler = (request, context) => {
  const { clientId, uid } = directoryOf(request, context);
  const displayName = context.world.state.clients.find((client) => client.id === clientId)?.name;
  return listed([{ id: uid, displayName }], request, context, {
    usual: ['displayName'],
    pageSize: 100,
    maxPageSize: 999,
  });
};

const skus: Handler = (request, context) => {
  const { clientId } = directoryOf(request, context);
  const rows = context.world.state.licenses
    .filter((license) => license.clientId === clientId)
    .map((license) => skuRow(context.world.state, license));
  return listed(rows, request, context, { usual: ['skuId'], pageSize: 100, maxPageSize: 999 });
};

const signIns: Handler = (request, context) => {
  if (!directoryOf(request, context).hasPaidPlan) {
    return graphError(
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      'Neither tenant is B2C or tenant does not have premium license',
    );
  }
  const filter = request.query.get('$filter') ?? '';
  const [, userId, since] = /^userId eq '([0-9a-f-]+)'(?: and createdDateTime ge (\S+))?$/.exec(filter) ?? [];
  if (filter !== '' && userId === undefined) return graphError(400, 'BadRequest', 'Invalid filter clause');
  const mine = new Set(accountsOf(request, context).map((account) => account.id));
  const rows = context.world.state.signIns
    .filter((entry) => mine.has(entry.accountId))
    .toReversed()
    .map((entry) => signInRow(context.world.state, entry))
    .filter((row) => userId === undefined || row.userId === userId)
    .filter((row) => since === undefined || Date.parse(String(row.createdDateTime)) >= Date.parse(since));
  return listed(rows, request, context, { usual: ['createdDateTime'], pageSize: 50, maxPageSize: 1_000 });
};

const devicesOf = (request: SandboxRequest, context: GraphSandboxContext) => {
  const { clientId } = directoryOf(request, context);
  return context.world.state.devices.filter((device) => device.clientId === clientId);
};

const devices: Handler = (request, context) => {
  if (request.query.has('$filter') && context.state.quirks.breaksDeviceFilters) {
    return graphError(500, 'InternalServerError', 'An internal server error has occurred.');
  }
  const rows = devicesOf(request, context).map((device) => deviceRow(context.world.state, device));
  return listed(rows, request, context, { usual: ['deviceName'], pageSize: 1_000, maxPageSize: 1_000 });
};

const device: Handler = (request, context) => {
  const found = devicesOf(request, context).find((entry) => entry.uid === request.params.id?.toLowerCase());
  if (!found) return notThere(request.params.id ?? '');
  return ok(selected(deviceRow(context.world.state, found), request, ['deviceName']));
};

const route = (path: string, handle: Handler): SandboxRoute<GraphState> => ({
  method: 'GET',
  path: `/v1.0${path}`,
  handle,
});

export const reportRoutes: SandboxRoute<GraphState>[] = [
  route('/organization', organization),
  route('/subscribedSkus', skus),
  route('/auditLogs/signIns', signIns),
  route('/deviceManagement/managedDevices', devices),
  route('/deviceManagement/managedDevices/:id', device),
];
