// One post of a device, in the framework's words.
import { receiveScriptResult } from '#server/features/scripts/receive-script-result.ts';
import { readBoundedBody } from '#server/platform/http/read-bounded-body.ts';
import { clientAddress } from './client-address.ts';
import { appDeps } from './current-app.ts';

const bodyTimeoutMs = 10_000;

export async function handleScriptResult(
  request: Request,
  address: { callback: string; token: string },
): Promise<Response> {
  const deps = appDeps();
  try {
    const answer = await receiveScriptResult(
      {
        callbackId: address.callback,
        token: address.token,
        contentType: request.headers.get('content-type'),
        contentEncoding: request.headers.get('content-encoding'),
        address: clientAddress(request.headers),
        readBody: (maxBytes) => readBoundedBody(request, { maxBytes, timeoutMs: bodyTimeoutMs }),
      },
      deps.scripts.receiving,
    );
    const headers = { 'cache-control': 'no-store', ...answer.headers };
    return Response.json(answer.body, { status: answer.status, headers });
  } catch (error) {
    deps.log.error({ err: error, callbackId: address.callback }, 'a script result was not stored');
    // the script tries again
    return Response.json(
      { error: 'try-again' },
      { status: 503, headers: { 'retry-after': '5', 'cache-control': 'no-store' } },
    );
  }
}
