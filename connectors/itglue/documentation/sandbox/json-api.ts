// JSON:API as IT Glue answers it: pages, and errors whose status may be a number or a word.
import type { SandboxAnswer, SandboxContext, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { ItGlueState } from './it-glue-state.ts';

export type ItGlueSandboxContext = SandboxContext<ItGlueState>;

export interface Resource {
  id: string;
  type: string;
  attributes: Record<string, unknown>;
}

const words: Record<number, string> = { 401: 'unauthorized', 404: 'not_found', 422: 'unprocessable_entity' };

export function problem(
  status: number,
  title: string,
  detail: string,
  asWord: ItGlueState['quirks']['errorStatus'] = 'number',
): SandboxAnswer {
  const said = asWord === 'word' ? (words[status] ?? status) : status;
  return answer({ errors: [{ status: said, title, detail }] }, status);
}

export const answer = (json: unknown, status = 200): SandboxAnswer => ({
  status,
  headers: { 'content-type': 'application/vnd.api+json' },
  json,
});

export const notFound = (context?: ItGlueSandboxContext) =>
  problem(404, 'Not Found', 'Record not found', context?.state.quirks.errorStatus);

/** the same answer whether the key is wrong or may not see the record */
export const unauthorized = (context?: ItGlueSandboxContext) =>
  problem(401, 'Unauthorized resource access', 'API key is not allowed', context?.state.quirks.errorStatus);

export const one = (resource: Resource | undefined, context: ItGlueSandboxContext): SandboxAnswer =>
  resource ? answer({ data: resource, meta: {}, links: {} }) : notFound(context);

export function list(
  resources: readonly Resource[],
  request: SandboxRequest,
  context: ItGlueSandboxContext,
): SandboxAnswer {
  const size = Math.min(Number(request.query.get('page[size]') ?? 50), 1_000);
  const page = Number(request.query.get('page[number]') ?? 1);
  const total = Math.max(1, Math.ceil(resources.length / size));
  const meta = {
    'current-page': page,
    'next-page': page < total ? page + 1 : null,
    'prev-page': page > 1 ? page - 1 : null,
    'total-pages': total,
    'total-count': resources.length,
  };
  return answer({
    data: resources.slice((page - 1) * size, page * size),
    ...(context.state.quirks.hasMeta ? { meta } : {}),
    links: {},
  });
}

/** names of filters may be written with "-" or "_" */
export function filter(request: SandboxRequest, name: string): string[] | null {
  for (const [key, value] of request.query) {
    if (key.replaceAll('-', '_') === `filter[${name}]`) return value.split(',');
  }
  return null;
}
