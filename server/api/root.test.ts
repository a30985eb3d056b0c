// Every procedure declares its permission, and every role is refused where it should be: read from the router itself, so that a
// procedure added tomorrow is in the matrix tomorrow.
import { describe, expect, it } from 'vitest';
import { can, permissions } from '#server/platform/authz/permissions.ts';
import { type Role, roles } from '#server/platform/tenant.ts';
import { type ApiContext, createCallerFactory, type ProcedureMeta } from '#server/platform/trpc.ts';
import type { AppDeps } from './app-deps.ts';
import { makeAppRouter } from './root.ts';

// Deps that answer every question with a failure of ours: a call that gets past its guards ends there, and is seen to.
const explosive: unknown = new Proxy(() => {}, {
  get: (_target, name) => (name === 'then' ? undefined : explosive),
  apply: () => {
    throw new Error('reached a use case');
  },
});
const router = makeAppRouter(explosive as AppDeps);
const createCaller = createCallerFactory(router);

interface AnyProcedure {
  _def: { type: 'query' | 'mutation' | 'subscription'; meta?: ProcedureMeta };
}
const procedures = Object.entries(router._def.procedures as unknown as Record<string, AnyProcedure>).map(
  ([path, { _def }]) => ({ path, type: _def.type, meta: _def.meta }),
);

const session = { id: 's', userId: 'u', email: 'a@example.com', name: 'A' };
const anonymous: ApiContext = {
  session: null,
  tenant: null,
  isSameOrigin: true,
  ip: null,
  userAgent: null,
  traceId: 't',
};
const as = (role: Role): ApiContext => ({ ...anonymous, session, tenant: { orgId: 'o', actor: 'user:u', role } });

/** The code of the refusal, or "passed" when only the input or the use case stopped it. */
async function judge(path: string, context: ApiContext): Promise<string> {
  const caller = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], createCaller(context));
  const error = await (caller as () => Promise<unknown>)().then(
    () => null,
    (thrown: { code?: string }) => thrown,
  );
  const isRefusal = error?.code === 'FORBIDDEN' || error?.code === 'UNAUTHORIZED' || error?.code === 'NOT_FOUND';
  return isRefusal ? (error.code ?? '') : 'passed';
}

describe('every procedure', () => {
  it('declares a permission from the closed list, or why it needs none', () => {
    expect(procedures.length).toBeGreaterThan(15);
    for (const { path, meta } of procedures) {
      const isKnown =
        meta?.permission === 'public' ||
        meta?.permission === 'signed-in' ||
        permissions.some((name) => name === meta?.permission);
      expect(isKnown, `${path} declares "${meta?.permission}"`).toBe(true);
      if (meta?.permission === 'public' || meta?.permission === 'signed-in') expect(meta.reason, path).toMatch(/\w{3}/);
    }
  });

  it('is public only if it is one of two', () => {
    const open = procedures.filter(({ meta }) => meta?.permission === 'public').map(({ path }) => path);
    expect(open.sort()).toEqual(['accounts.choosePassword', 'accounts.completeSetup']);
  });

  it('that changes something asks for more than a permission to read', () => {
    const lax = procedures.filter(({ type, meta }) => type === 'mutation' && meta?.permission.endsWith('.read'));
    expect(lax.map(({ path }) => path)).toEqual([]);
  });

  it('refuses each role that lacks its permission, and only those: role x procedure', async () => {
    const counts = { procedures: procedures.length, asked: 0, refused: 0, passed: 0, wrong: 0 };
    const wrong: string[] = [];
    for (const { path, meta } of procedures) {
      for (const role of roles) {
        const permission = permissions.find((name) => name === meta?.permission);
        const expected = permission === undefined || can(role, permission) ? 'passed' : 'FORBIDDEN';
        const answer = await judge(path, as(role));
        counts.asked += 1;
        counts[answer === 'passed' ? 'passed' : 'refused'] += 1;
        if (answer !== expected) wrong.push(`${path} as ${role}: ${answer}, not ${expected}`);
      }
    }
    counts.wrong = wrong.length;
    console.log('role x procedure:', counts);
    expect(wrong).toEqual([]);
    expect(counts.refused).toBeGreaterThan(0);
  });

  it('refuses who is not signed in, and who named no org or one of others', async () => {
    for (const { path, meta } of procedures) {
      const isPublic = meta?.permission === 'public';
      const isPersonal = meta?.permission === 'signed-in';
      expect(await judge(path, anonymous), path).toBe(isPublic ? 'passed' : 'UNAUTHORIZED');
      expect(await judge(path, { ...anonymous, session }), path).toBe(isPublic || isPersonal ? 'passed' : 'NOT_FOUND');
      expect(await judge(path, { ...as('owner'), session: null }), path).toBe(isPublic ? 'passed' : 'UNAUTHORIZED');
    }
  });

  it('that changes something refuses a request from another site, whoever asks', async () => {
    const mutations = procedures.filter(({ type }) => type === 'mutation');
    expect(mutations.length).toBeGreaterThan(5);
    for (const { path } of mutations)
      expect(await judge(path, { ...as('owner'), isSameOrigin: false }), path).toBe('FORBIDDEN');
  });
});
