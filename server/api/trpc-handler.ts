// tRPC over HTTP. Bodies are bounded here, because Next bounds none; what fails inside is logged with its trace id, and only
// the trace id leaves.
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { createApiContext } from './api-context.ts';
import { currentSession } from './auth.ts';
import { appDeps, appRouter } from './current-app.ts';

const maxBodyBytes = 1_048_576;

export async function handleTrpc(request: Request): Promise<Response> {
  if (request.method === 'POST') {
    const length = Number(request.headers.get('content-length') ?? Number.NaN);
    if (!Number.isInteger(length)) return new Response('Length required', { status: 411 });
    if (length > maxBodyBytes) return new Response('Too large', { status: 413 });
  }
  const deps = appDeps();
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter(),
    maxBatchSize: 20,
    // A browser's event stream cannot set headers: it names the org in tRPC's connection parameters.
    createContext: async ({ info }) =>
      createApiContext(
        { headers: request.headers, session: await currentSession(), orgSlug: info.connectionParams?.org ?? null },
        deps,
      ),
    onError({ error, path, ctx }) {
      const isOurs = error.code === 'INTERNAL_SERVER_ERROR' || error.code === 'SERVICE_UNAVAILABLE';
      if (isOurs) deps.log.error({ err: error.cause ?? error, path, traceId: ctx?.traceId }, 'procedure failed');
    },
  });
}
