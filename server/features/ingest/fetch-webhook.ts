// The same handler behind a fetch-style route, for a console that is served without the fast path in front. A header
// sent twice arrives joined here, so it verifies as neither of the two.
import { readBoundedBody } from '#server/platform/http/read-bounded-body.ts';
import { type AcceptWebhookDeps, acceptWebhook } from './accept-webhook.ts';
import { bodyTimeoutMs, queryOf } from './node-http.ts';

export async function acceptFetchWebhook(
  request: Request,
  address: { connectionId: string; secret: string },
  deps: AcceptWebhookDeps,
): Promise<Response> {
  const answer = await acceptWebhook(
    {
      method: request.method,
      ...address,
      query: queryOf(request.url),
      headers: Object.fromEntries(request.headers),
      readBody: (maxBytes) => readBoundedBody(request, { maxBytes, timeoutMs: bodyTimeoutMs }),
    },
    deps,
  );
  const headers = { 'cache-control': 'no-store', ...answer.headers };
  if (typeof answer.body === 'string') {
    const asText = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
    return new Response(answer.body, { status: answer.status, headers: { ...headers, ...asText } });
  }
  return Response.json(answer.body, {
    status: answer.status,
    headers,
  });
}
