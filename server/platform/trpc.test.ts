// Refusals first: what a procedure must not let through, and what must not leave with an error.
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError, errorCodes } from './errors.ts';
import type { Role } from './tenant.ts';
import {
  type ApiContext,
  createCallerFactory,
  permissionedProcedure,
  publicProcedure,
  router,
  signedInProcedure,
} from './trpc.ts';
import { trpcCodeOf } from './trpc-error.ts';

const api = router({
  read: permissionedProcedure('run.read').query(({ ctx }) => `${ctx.tenant.orgId} ${ctx.session.userId}`),
  manage: permissionedProcedure('member.manage')
    .input(z.strictObject({ email: z.email('That is not an e-mail address.') }))
    .mutation(({ input }) => input.email),
  me: signedInProcedure('about the person').query(({ ctx }) => ctx.session.userId),
  ping: publicProcedure('health').query(() => 'pong'),
  fail: publicProcedure('test')
    .input(z.enum([...errorCodes, 'PLAIN']))
    .query(({ input }) => {
      if (input === 'PLAIN') throw new Error('secret detail of a plain error');
      throw new AppError(input, {
        message: `secret-or-not ${input}`,
        cause: new Error('cause canary'),
        details: { hint: 'detail canary' },
      });
    }),
});
const createCaller = createCallerFactory(api);

const session = { id: 's', userId: 'u', email: 'a@example.com', name: 'A' };
const anonymous: ApiContext = {
  session: null,
  tenant: null,
  isSameOrigin: true,
  ip: null,
  userAgent: null,
  traceId: 'trace-1',
};
const as = (role: Role): ApiContext => ({ ...anonymous, session, tenant: { orgId: 'org', actor: 'user:u', role } });

async function overHttp(path: string, input: unknown, context: ApiContext) {
  const url = `http://localhost/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req: new Request(url),
    router: api,
    createContext: () => context,
  });
  return { status: response.status, text: await response.text() };
}

describe('text that no database stores', () => {
  const echo = router({
    echo: publicProcedure('test')
      .input(z.unknown())
      .query(() => 'reached'),
  });
  const call = (input: unknown) => createCallerFactory(echo)(anonymous).echo(input);

  it.each([['a\0b'], [{ comment: '\0' }], [{ '\0': 1 }], [[['\ud800']]], ['\udc00 alone']])(
    'is refused as input, wherever it stands: %j',
    async (input) => {
      await expect(call(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    },
  );

  it('is nested so deep that reading it would exhaust the stack', async () => {
    const deep: unknown = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
    const code = await call(deep).catch((error: { code: string }) => error.code);
    expect(code).toBe('BAD_REQUEST');
  });

  it.each([['a\tb\nc'], ['Zoë 😀 مرحبا'], [null], [undefined], [{ a: [1, 'b', new Date()] }]])(
    'is nothing else: %j',
    async (input) => {
      expect(await call(input)).toBe('reached');
    },
  );
});

describe('a procedure', () => {
  it('refuses who is not signed in, even with a tenant in the context', async () => {
    await expect(createCaller({ ...as('owner'), session: null }).read()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    });
    await expect(createCaller(anonymous).me()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  it('answers NOT_FOUND when no org, or an org of others, was named', async () => {
    await expect(createCaller({ ...anonymous, session }).read()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('refuses a role that lacks the permission before it looks at the input', async () => {
    // @ts-expect-error the input is wrong on purpose
    await expect(createCaller(as('viewer')).manage({ wrong: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(createCaller(as('admin')).manage({ email: 'b@example.com' })).resolves.toBe('b@example.com');
  });

  it('refuses a mutation that another site caused, but not a query', async () => {
    const foreign = { ...as('owner'), isSameOrigin: false };
    await expect(createCaller(foreign).manage({ email: 'b@example.com' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(createCaller(foreign).read()).resolves.toBe('org u');
  });
});

describe('an error that leaves', () => {
  it.each(errorCodes)('%s keeps its status and leaks neither stack nor cause', async (code) => {
    const { status, text } = await overHttp('fail', code, anonymous);
    const expected = new AppError(code, { message: '' });
    expect(status).toBe(expected.status);
    expect(text).not.toMatch(/stack|cause canary|\.ts:/);
    expect(text).toContain('trace-1');
    expect(text).toContain(trpcCodeOf(code));
    expect(text.includes('secret-or-not')).toBe(expected.status < 500);
    expect(text.includes('detail canary')).toBe(expected.status < 500);
  });

  it('says nothing of an unexpected exception', async () => {
    const { status, text } = await overHttp('fail', 'PLAIN', anonymous);
    expect(status).toBe(500);
    expect(text).not.toContain('secret detail');
  });

  it('names the field that is wrong and what is wrong with it', async () => {
    const { status, text } = await overHttp('fail', 'NONSENSE', anonymous);
    expect(status).toBe(400);
    expect(text).toContain('Some of the input is not valid.');
  });
});
