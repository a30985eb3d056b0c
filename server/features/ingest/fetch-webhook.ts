// The same handler behind a fetch-style route, for a console that is served without the fast path in front. A header
// sent twice arrives joined here, so it verifies as neither of the two.
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
      readBody: (maxBytes) => readBody(request, maxBytes),
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

async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | 'too-large' | 'incomplete'> {
  if (Number(request.headers.get('content-length')) > maxBytes) return 'too-large';
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    void reader.cancel();
  }, bodyTimeoutMs);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      if (size > maxBytes) {
        await reader.cancel();
        return 'too-large';
      }
      chunks.push(part.value);
    }
    return isLate ? 'incomplete' : Buffer.concat(chunks);
  } catch {
    return 'incomplete';
  } finally {
    clearTimeout(timer);
  }
}
