// How Atera answers: pages with links nobody should follow, bare ids for changes, and refusals mostly without a body.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { Json } from '#connectors/sdk/sandbox/world-types.ts';

const largestPage = 50;

export function listAnswer(rows: Json[], request: SandboxRequest): SandboxAnswer {
  const page = Number(request.query.get('page') ?? 1);
  const itemsInPage = Math.min(Number(request.query.get('itemsInPage') ?? 20), largestPage);
  const totalPages = Math.ceil(rows.length / itemsInPage);
  const hasMore = page < totalPages;
  return {
    status: 200,
    json: {
      items: rows.slice((page - 1) * itemsInPage, page * itemsInPage),
      page,
      itemsInPage,
      totalItemCount: rows.length,
      totalPages,
      prevLink: null,
      // plain http, and without the filters
      nextLink: hasMore ? `http://app.atera.com${request.path}?page=${page + 1}` : null,
    },
  };
}

/** a change is answered with an id as text, and nothing else */
export const result = (id: number, status = 200): SandboxAnswer => ({ status, json: { ActionID: String(id) } });

export const problem = (status: number, title: string): SandboxAnswer => ({
  status,
  json: { type: 'https://tools.ietf.org/html/rfc7231#section-6.5', title, status, detail: null, instance: null },
});
export const bare = (status: number): SandboxAnswer => ({ status, text: '' });
