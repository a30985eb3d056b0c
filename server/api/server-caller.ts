// For pages and server actions: the same procedures with the same guards, without a request over the network.
import { headers } from 'next/headers';
import { createCallerFactory } from '#server/platform/trpc.ts';
import { createApiContext } from './api-context.ts';
import { currentSession } from './auth.ts';
import { appDeps, appRouter } from './current-app.ts';

/** `orgSlug` null: for what is in no org. Next itself refuses server actions from another origin. */
export async function serverCaller(orgSlug: string | null) {
  const context = await createApiContext(
    { headers: await headers(), session: await currentSession(), orgSlug },
    appDeps(),
  );
  return createCallerFactory(appRouter())({ ...context, isSameOrigin: true });
}
