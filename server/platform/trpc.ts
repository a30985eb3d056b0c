// How every procedure is made. There is no bare procedure to import: a procedure either names the permission it needs,
// or says aloud why it needs none. What is declared in `meta` is what is enforced, so the two cannot differ.
//
//   export const makeRunsRouter = (deps: RunsDeps) => router({
//     list: permissionedProcedure('run.read').input(listRunsInput).query(({ ctx, input }) => listRuns(ctx.tenant, input, deps)),
//   });
import { initTRPC, TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import superjson from 'superjson';
import { type Permission, permissions } from './authz/permissions.ts';
import { requirePermission } from './authz/require-permission.ts';
import { AppError } from './errors.ts';
import { newId } from './ids.ts';
import type { TenantContext } from './tenant.ts';
import { publicFailureOf, trpcCodeOf } from './trpc-error.ts';
import { whileAllowed } from './while-allowed.ts';

/** The header in which the console names the organisation (its slug) a request is about. */
export const orgHeader = 'x-mspclaw-org';

export interface ApiSession {
  id: string;
  userId: string;
  email: string;
  name: string;
}

export interface ApiContext {
  session: ApiSession | null;
  /** the org the request named, if the signed-in person is a member of it at this moment; the role is read per request */
  tenant: TenantContext | null;
  /** our own page asked (Origin or Sec-Fetch-Site says so): a mutation from elsewhere is refused */
  isSameOrigin: boolean;
  /** where the request came from, for the audit log and for throttling */
  ip: string | null;
  userAgent: string | null;
  traceId: string;
  /**
   * Asks again who this is, for what stays open: null when the session or the membership ended. Absent where nothing
   * outlives the question.
   */
  refresh?(): Promise<TenantContext | null>;
}

export interface ProcedureMeta {
  /** the permission that is enforced, or that none is */
  permission: Permission | 'signed-in' | 'public';
  /** why no permission is needed */
  reason?: string;
}

const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    // Streams are kept open by pings and reopened by the browser after silence.
    sse: { ping: { enabled: true, intervalMs: 10_000 }, client: { reconnectAfterInactivityMs: 25_000 } },
    errorFormatter({ shape, error, ctx }) {
      const code = error.cause instanceof AppError ? trpcCodeOf(error.cause.code) : error.code;
      const httpStatus = getHTTPStatusCodeFromError(new TRPCError({ code }));
      const failure = publicFailureOf(error, httpStatus);
      return {
        code: shape.code,
        message: failure.message,
        data: {
          code,
          httpStatus,
          path: shape.data.path,
          appCode: error.cause instanceof AppError ? error.cause.code : null,
          details: failure.details,
          fields: failure.fields,
          traceId: ctx?.traceId ?? newId(),
        },
      };
    },
  });

export const router = t.router;
export const mergeRouters = t.mergeRouters;
export const createCallerFactory = t.createCallerFactory;

/** An AppError becomes a TRPCError of the matching status, with itself as the cause for the formatter. */
const translateErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof AppError) {
    const cause = result.error.cause;
    throw new TRPCError({ code: trpcCodeOf(cause.code), message: cause.message, cause });
  }
  return result;
});

/** Cookies travel with a forged form too; a mutation must come from our own pages. */
const requireSameOrigin = t.middleware(({ ctx, type, next }) => {
  if (type === 'mutation' && !ctx.isSameOrigin) {
    throw new AppError('FORBIDDEN', { message: 'This request did not come from the console.' });
  }
  return next();
});

const requireSession = t.middleware(({ ctx, next }) => {
  if (!ctx.session) throw new AppError('UNAUTHENTICATED', { message: 'Sign in first.' });
  return next({ ctx: { session: ctx.session } });
});

/** Another org, no org and an org left are one answer; the permission is judged before the input is looked at. */
const requireDeclaredPermission = t.middleware(async ({ ctx, meta, type, next }) => {
  const permission = permissions.find((known) => known === meta?.permission);
  if (!permission) throw new AppError('INTERNAL', { message: 'A procedure without a known permission was called.' });
  if (!ctx.tenant) throw new AppError('NOT_FOUND', { message: 'No such organisation.' });
  requirePermission(ctx.tenant, permission);
  const result = await next({ ctx: { tenant: ctx.tenant } });
  if (type !== 'subscription' || !result.ok || !ctx.refresh) return result;
  return { ...result, data: whileAllowed(result.data, permission, ctx.refresh) };
});

/** Postgres stores no NUL and no half of a surrogate pair: said here once, as what it is, and not as a fault of ours. */
const refuseUnstorableText = t.middleware(async ({ getRawInput, next }) => {
  if (hasUnstorableText(await getRawInput()))
    throw new AppError('INVALID_INPUT', { message: 'The input holds characters that cannot be stored.' });
  return next();
});

/** Nothing of ours nests so deep; what does is made to exhaust the stack. */
const maxDepth = 64;

function hasUnstorableText(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed();
  if (typeof value !== 'object' || value === null) return false;
  if (depth >= maxDepth) return true;
  return Object.entries(value).some(([key, inner]) => hasUnstorableText(key) || hasUnstorableText(inner, depth + 1));
}

const base = t.procedure.use(translateErrors).use(requireSameOrigin).use(refuseUnstorableText);

/** The usual one: signed in, member of the named org, role holds the permission. `ctx.tenant` is never null here. */
export const permissionedProcedure = (permission: Permission) =>
  base.meta({ permission }).use(requireSession).use(requireDeclaredPermission);

/** For what is about the person and no org: their sessions, their list of orgs. */
export const signedInProcedure = (reason: string) => base.meta({ permission: 'signed-in', reason }).use(requireSession);

/** For what must work before sign-in. */
export const publicProcedure = (reason: string) => base.meta({ permission: 'public', reason });
