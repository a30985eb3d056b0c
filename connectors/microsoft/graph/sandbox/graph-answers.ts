// The ways Graph answers: errors with a code and the id of the request, and lists whose next page is an opaque link.
import type { SandboxAnswer, SandboxContext, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { GraphState } from './graph-state.ts';

export type GraphSandboxContext = SandboxContext<GraphState>;

export const ok = (json: unknown): SandboxAnswer => ({ status: 200, json });
export const done: SandboxAnswer = { status: 204 };

export const graphError = (status: number, code: string, message: string): SandboxAnswer => ({
  status,
  json: {
    error: {
      code,
      message,
      innerError: {
        date: '2026-11-20T09:00:00',
        'request-id': '00000000-0000-4000-8000-000000000013',
        'client-request-id': '00000000-0000-4000-8000-000000000014',
      },
    },
  },
});

export const notThere = (what: string): SandboxAnswer =>
  graphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${what}' does not exist or one of its queried reference-property objects are not present.`,
  );

export const denied = (): SandboxAnswer =>
  graphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');

/** only what was asked for, and always the id */
export function selected(row: Record<string, unknown>, request: SandboxRequest, usual: readonly string[]) {
  const names = request.query.get('$select')?.split(',') ?? usual;
  const kept = Object.entries(row).filter(([name]) => name === 'id' || name.startsWith('@') || names.includes(name));
  return Object.fromEntries(kept);
}

/** Pages by an opaque token that holds where the next one begins. */
export function listed(
  rows: readonly Record<string, unknown>[],
  request: SandboxRequest,
  context: GraphSandboxContext,
  options: { usual: readonly string[]; pageSize: number; maxPageSize: number },
): SandboxAnswer {
  const { query } = request;
  const { quirks } = context.state;
  if (query.has('$skip')) return graphError(400, 'Request_BadRequest', "'$skip' is not supported by the service.");
  const size = Number(query.get('$top') ?? options.pageSize);
  if (!Number.isInteger(size) || size < 1 || size > options.maxPageSize) {
    return graphError(400, 'Request_UnsupportedQuery', `Invalid page size specified: '${query.get('$top')}'.`);
  }
  const [, kind, offset] = /^([ab])(\d+)$/.exec(query.get('$skiptoken') ?? 'a0') ?? [];
  const from = Number(offset ?? 0);
  const isEmptyPage = quirks.hasEmptyPages && kind === 'a';
  const page = isEmptyPage ? [] : rows.slice(from, from + size);
  const end = from + page.length;
  const next = isEmptyPage ? `b${from}` : end < rows.length ? `a${end}` : null;
  const link = () => {
    const url = new URL(`${quirks.strayNextLink ?? request.origin}${request.path}`);
    for (const [name, value] of query) if (name !== '$skiptoken') url.searchParams.set(name, value);
    url.searchParams.set('$skiptoken', next ?? '');
    return url.href;
  };
  return ok({
    '@odata.context': `${request.origin}/v1.0/$metadata`,
    ...(query.get('$count') === 'true' ? { '@odata.count': rows.length } : {}),
    ...(next === null ? {} : { '@odata.nextLink': link() }),
    value: page.map((row) => selected(row, request, options.usual)),
  });
}
