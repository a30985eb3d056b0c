// Users of the tenant: searched, read, changed.

import { z } from 'zod';
import type { WorldAccount } from '#connectors/sdk/sandbox/directory-records.ts';
import type { SandboxAnswer, SandboxRequest, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { denied, done, type GraphSandboxContext, graphError, listed, notThere, ok, selected } from './graph-answers.ts';
import type { GraphState } from './graph-state.ts';
import { groupRow, userRow, usualOfUser } from './graph-views.ts';
import { searched } from './search-grammar.ts';
import { accountOf, accountsOf, directoryOf } from './tenant.ts';

type Handler = (request: SandboxRequest, context: GraphSandboxContext) => SandboxAnswer;

const needsPlan = (): SandboxAnswer =>
  graphError(
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    'Neither tenant is B2C or tenant does not have premium license',
  );
const asksForActivity = (request: SandboxRequest) => request.query.get('$select')?.includes('signInActivity') ?? false;

const list: Handler = (request, context) => {
  const { query, headers } = request;
  const needsEventual = query.has('$search') || query.has('$count');
  if (needsEventual && headers.consistencylevel !== 'eventual') {
    return graphError(
      400,
      'Request_UnsupportedQuery',
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  if (asksForActivity(request) && !directoryOf(request, context).hasPaidPlan) return needsPlan();
  const rows = accountsOf(request, context).map((account) => userRow(context.world.state, account));
  const [, wanted] = /^accountEnabled eq (true|false)$/.exec(query.get('$filter') ?? '') ?? [];
  if (query.has('$filter') && wanted === undefined) {
    return graphError(400, 'Request_UnsupportedQuery', `Unsupported filter: ${query.get('$filter')}`);
  }
  const kept = rows.filter((row) => wanted === undefined || String(row.accountEnabled) === wanted);
  const found = searched(kept, query.get('$search'));
  if (!found) return graphError(400, 'Request_BadRequest', 'Syntax error in $search.');
  return listed(found, request, context, { usual: usualOfUser, pageSize: 100, maxPageSize: 999 });
};

const read: Handler = (request, context) => {
  const account = accountOf(request, context);
  if (!account) return notThere(request.params.id ?? '');
  if (asksForActivity(request) && !directoryOf(request, context).hasPaidPlan) return needsPlan();
  const row = userRow(context.world.state, account);
  const stale = context.state.stale[account.uid];
  if (stale && stale.readsLeft > 0) {
    stale.readsLeft--;
    row.accountEnabled = stale.accountEnabled;
  }
  return ok(selected(row, request, usualOfUser));
};

const changeShape = z.strictObject({
  accountEnabled: z.boolean().optional(),
  passwordProfile: z.strictObject({ password: z.string(), forceChangePasswordNextSignIn: z.boolean() }).optional(),
});

const change: Handler = (request, context) => {
  const account = accountOf(request, context);
  const body = changeShape.safeParse(request.json());
  if (!account) return notThere(request.params.id ?? '');
  if (!body.success) return graphError(400, 'Request_BadRequest', 'A value is not valid.');
  if (account.source === 'synced') {
    return graphError(
      400,
      'Request_BadRequest',
      'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
    );
  }
  if (account.isAdministrator) return denied();
  const { accountEnabled, passwordProfile } = body.data;
  const { quirks, stale } = context.state;
  if (passwordProfile) {
    if (quirks.echoesPassword) {
      const said = `The specified password ${passwordProfile.password} does not comply with password complexity requirements.`;
      return graphError(400, 'Request_BadRequest', said);
    }
    account.password = passwordProfile.password;
    account.mustChangePassword = passwordProfile.forceChangePasswordNextSignIn;
    account.passwordSetAtMs = context.world.nowMs();
  }
  if (accountEnabled !== undefined) {
    stale[account.uid] = { accountEnabled: account.isEnabled, readsLeft: quirks.staleReads };
    account.isEnabled = accountEnabled;
  }
  account.changedAtMs = context.world.nowMs();
  return done;
};

const revoke: Handler = (request, context) => {
  const account = accountOf(request, context);
  if (!account) return notThere(request.params.id ?? '');
  account.sessionsRevokedAtMs = context.world.nowMs();
  return ok({ '@odata.context': `${request.origin}/v1.0/$metadata#Edm.Boolean`, value: true });
};

const memberOf: Handler = (request, context) => {
  const account = accountOf(request, context);
  if (!account) return notThere(request.params.id ?? '');
  const groups = context.world.state.groups
    .filter((group) => account.groupIds.includes(group.id))
    .map((group) => ({ '@odata.type': '#microsoft.graph.group', ...groupRow(group) }));
  const role = {
    '@odata.type': '#microsoft.graph.directoryRole',
    id: '0d000000-0000-4000-8000-000000000001',
    displayName: 'Directory Readers',
    description: 'Can read basic directory information.',
  };
  return listed([role, ...groups], request, context, { usual: ['displayName'], pageSize: 100, maxPageSize: 999 });
};

const licenseShape = z.strictObject({
  addLicenses: z.array(z.strictObject({ skuId: z.string(), disabledPlans: z.array(z.string()) })),
  removeLicenses: z.array(z.string()),
});

const assign: Handler = (request, context) => {
  const account = accountOf(request, context);
  const body = licenseShape.safeParse(request.json());
  if (!account) return notThere(request.params.id ?? '');
  if (!body.success) return graphError(400, 'Request_BadRequest', 'addLicenses and removeLicenses are both needed.');
  const refusal = takeLicenses(account, body.data, context);
  return refusal ?? ok(selected(userRow(context.world.state, account), request, usualOfUser));
};

function takeLicenses(
  account: WorldAccount,
  { addLicenses, removeLicenses }: z.output<typeof licenseShape>,
  { world }: GraphSandboxContext,
): SandboxAnswer | null {
  const skuOf = (skuId: string) =>
    world.state.licenses.find((entry) => entry.uid === skuId && entry.clientId === account.clientId);
  const bad = (message: string) => graphError(400, 'Request_BadRequest', message);
  for (const { skuId } of addLicenses) {
    const sku = skuOf(skuId);
    if (!sku) return bad(`License ${skuId} does not correspond to a valid company License.`);
    if (account.usageLocation === null) {
      return bad('License assignment cannot be done for user with invalid usage location.');
    }
    if (account.licenseIds.includes(sku.id)) continue;
    const used = world.state.accounts.filter((entry) => entry.licenseIds.includes(sku.id)).length + sku.usedElsewhere;
    if (used >= sku.total) return bad(`Subscription with SKU ${skuId} does not have any available licenses.`);
    account.licenseIds.push(sku.id);
  }
  for (const skuId of removeLicenses) {
    const sku = skuOf(skuId);
    if (!sku || !account.licenseIds.includes(sku.id)) return bad('User does not have a corresponding license.');
    if (account.groupLicenseIds.includes(sku.id)) {
      return bad('User license is inherited from a group membership and it cannot be removed directly from the user.');
    }
    account.licenseIds = account.licenseIds.filter((id) => id !== sku.id);
  }
  return null;
}

/** what the connector must never do */
const remove: Handler = (request, context) => {
  const account = accountOf(request, context);
  if (!account) return notThere(request.params.id ?? '');
  context.world.state.accounts = context.world.state.accounts.filter((entry) => entry !== account);
  return done;
};

const route = (
  method: SandboxRoute<GraphState>['method'],
  path: string,
  handle: Handler,
): SandboxRoute<GraphState> => ({
  method,
  path: `/v1.0${path}`,
  handle,
});

export const userRoutes: SandboxRoute<GraphState>[] = [
  route('GET', '/users', list),
  route('GET', '/users/:id', read),
  route('PATCH', '/users/:id', change),
  route('DELETE', '/users/:id', remove),
  route('GET', '/users/:id/memberOf', memberOf),
  route('POST', '/users/:id/revokeSignInSessions', revoke),
  route('POST', '/users/:id/assignLicense', assign),
];
