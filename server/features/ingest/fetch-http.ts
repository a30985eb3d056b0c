// The same handler behind a Fetch-style route (a framework's route handler), for installations without the fast path.
import { type AcceptWebhookDeps, acceptWebhook } from './accept-webhook.ts';
import { bodyTimeoutMs } from './node-http.ts';

export async function acceptFetchWebhook(
  request: Request,
  address: { connectionId: string; secret: string },
  deps: AcceptWebhookDeps,
): Promise<Response> {
  const answer = await acceptWebhook(
    {
      method: request.method,
      ...address,
      headers: Object.fromEntries(request.headers),
      readBody: (maxBytes) => readBody(request, maxBytes),
    },
    deps,
  );
  return Response.json(answer.body, {
    status: answer.status,
    headers: { 'cache-control': 'no-store', ...answer.headers },
  });
}

async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | 'too-large' | 'incomplete'> {
  if (Number(request.headers.get('content-length')) > maxBytes) return 'too-large';
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const timer = setTimeout(() => void reader.cancel(), bodyTimeoutMs);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      if (size > maxBytes) {
        await reader.cancel();
        return 'too-large';
      }
      chunks.push(part.value);
    }
    const declared = request.headers.get('content-length');
    return declared !== null && Number(declared) !== size ? 'incomplete' : Buffer.concat(chunks);
  } catch {
    return 'incomplete';
  } finally {
    clearTimeout(timer);
  }
}
