// What the token of a request may see: the records of its tenant's client.
import type { WorldAccount, WorldGroup } from '#connectors/sdk/sandbox/directory-records.ts';
import type { SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { GraphSandboxContext } from './graph-answers.ts';

export const tokenOf = (request: SandboxRequest, context: GraphSandboxContext) =>
  context.state.tokens[(request.headers.authorization ?? '').replace(/^Bearer /, '')];

export function directoryOf(request: SandboxRequest, context: GraphSandboxContext) {
  const tenant = tokenOf(request, context)?.tenant;
  const found = context.world.state.directories.find((entry) => entry.uid === tenant);
  if (!found) throw new Error('The request was let in without a tenant.');
  return found;
}

/** accounts that live on premises only are not in the cloud */
export function accountsOf(request: SandboxRequest, context: GraphSandboxContext): WorldAccount[] {
  const { clientId } = directoryOf(request, context);
  return context.world.state.accounts.filter((entry) => entry.clientId === clientId && entry.source !== 'premises');
}

export function accountOf(
  request: SandboxRequest,
  context: GraphSandboxContext,
  name = 'id',
): WorldAccount | undefined {
  const wanted = (request.params[name] ?? '').toLowerCase();
  return accountsOf(request, context).find((entry) => [entry.uid, entry.principalName].includes(wanted));
}

export function groupsOf(request: SandboxRequest, context: GraphSandboxContext): WorldGroup[] {
  const { clientId } = directoryOf(request, context);
  return context.world.state.groups.filter((entry) => entry.clientId === clientId && entry.source !== 'premises');
}
