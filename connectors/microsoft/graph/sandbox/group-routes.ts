// Groups and who is in them. A DELETE without its last part deletes the person, as the real one does.

import { z } from 'zod';
import type { WorldGroup } from '#connectors/sdk/sandbox/directory-records.ts';
import type { SandboxAnswer, SandboxRequest, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { done, type GraphSandboxContext, graphError, listed, notThere, ok, selected } from './graph-answers.ts';
import type { GraphState } from './graph-state.ts';
import { groupRow } from './graph-views.ts';
import { searched } from './search-grammar.ts';
import { accountOf, accountsOf, groupsOf } from './tenant.ts';

type Handler = (request: SandboxRequest, context: GraphSandboxContext) => SandboxAnswer;
const usual = ['displayName', 'description'];

const groupOf = (request: SandboxRequest, context: GraphSandboxContext): WorldGroup | undefined =>
  groupsOf(request, context).find((entry) => entry.uid === request.params.group?.toLowerCase());

function refusesChanges(group: WorldGroup): SandboxAnswer | null {
  if (group.rule !== null) {
    return graphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  }
  if (group.source === 'synced') {
    return graphError(
      400,
      'Request_BadRequest',
      'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
    );
  }
  if (group.kind === 'mail') {
    return graphError(
      400,
      'Request_BadRequest',
      'Cannot Update a mail-enabled security groups and or distribution list.',
    );
  }
  return null;
}

const list: Handler = (request, context) => {
  const { query, headers } = request;
  if ((query.has('$search') || query.has('$count')) && headers.consistencylevel !== 'eventual') {
    return graphError(400, 'Request_UnsupportedQuery', 'ConsistencyLevel: eventual is needed.');
  }
  const found = searched(groupsOf(request, context).map(groupRow), query.get('$search'));
  if (!found) return graphError(400, 'Request_BadRequest', 'Syntax error in $search.');
  return listed(found, request, context, { usual, pageSize: 100, maxPageSize: 999 });
};

const read: Handler = (request, context) => {
  const group = groupOf(request, context);
  return group ? ok(selected(groupRow(group), request, usual)) : notThere(request.params.group ?? '');
};

const add: Handler = (request, context) => {
  const group = groupOf(request, context);
  const body = z.strictObject({ '@odata.id': z.url() }).safeParse(request.json());
  if (!group) return notThere(request.params.group ?? '');
  if (!body.success) return graphError(400, 'Request_BadRequest', 'A reference is needed.');
  const [, uid] = /\/v1\.0\/directoryObjects\/([0-9a-f-]+)$/.exec(body.data['@odata.id']) ?? [];
  const account = accountsOf(request, context).find((entry) => entry.uid === uid);
  if (!account) return notThere(uid ?? '');
  const refusal = refusesChanges(group);
  if (refusal) return refusal;
  if (account.groupIds.includes(group.id)) {
    return graphError(
      400,
      'Request_BadRequest',
      "One or more added object references already exist for the following modified properties: 'members'.",
    );
  }
  account.groupIds.push(group.id);
  return done;
};

const remove: Handler = (request, context) => {
  const group = groupOf(request, context);
  const account = accountOf(request, context, 'user');
  if (!group || !account?.groupIds.includes(group.id)) return notThere(request.params.user ?? '');
  const refusal = refusesChanges(group);
  if (refusal) return refusal;
  account.groupIds = account.groupIds.filter((id) => id !== group.id);
  return done;
};

/** the trap */
const removePerson: Handler = (request, context) => {
  const account = accountOf(request, context, 'user');
  context.world.state.accounts = context.world.state.accounts.filter((entry) => entry !== account);
  return done;
};

const route = (
  method: SandboxRoute<GraphState>['method'],
  path: string,
  handle: Handler,
): SandboxRoute<GraphState> => ({
  method,
  path: `/v1.0/groups${path}`,
  handle,
});

export const groupRoutes: SandboxRoute<GraphState>[] = [
  route('GET', '', list),
  route('GET', '/:group', read),
  route('POST', '/:group/members/$ref', add),
  route('DELETE', '/:group/members/:user/$ref', remove),
  route('DELETE', '/:group/members/:user', removePerson),
];
