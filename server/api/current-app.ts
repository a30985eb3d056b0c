// The running app as the API sees it: composed once per process, on first use.
import { composeApp } from '#server/composition.ts';
import type { AppDeps } from './app-deps.ts';
import { makeAppRouter } from './root.ts';

let deps: AppDeps | undefined;
let router: ReturnType<typeof makeAppRouter> | undefined;

export function appDeps(): AppDeps {
  deps ??= composeApp();
  return deps;
}

export function appRouter(): ReturnType<typeof makeAppRouter> {
  router ??= makeAppRouter(appDeps());
  return router;
}
