// Where Halo signs us in, and what keeps the secret where it belongs.

import { expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { haloPsa } from './connector.ts';
import { startHaloBed } from './testing/halo-bed.ts';

const bed = startHaloBed();

it('the sign-in is where the instance says, with the tenant it names', async () => {
  bed.quirk({ authPath: '/signin' });
  const context = bed.context();
  expect((await haloPsa.test(context)).summary).toMatch(/\d+ open tickets, 4 clients/);
  const [info, token] = context.sent;
  expect(info?.url).toBe(`${bed.vendor.origin}/api/AuthInfo`);
  expect(token?.url).toBe(`${bed.vendor.origin}/signin/token?tenant=mspdemo`);
  expect(token?.form).toMatchObject({ grant_type: 'client_credentials', scope: 'all' });
  expect(context.mutations()).toEqual([]);
});

it.each([
  'http://auth.example/auth',
  'https://user:pass@auth.example/auth',
  'javascript:alert(1)',
  'file:///etc/passwd',
])('the secret never goes to %s', async (auth_url) => {
  const context = bed.context();
  const honest = context.send;
  context.send = (request) =>
    request.url.endsWith('/AuthInfo')
      ? Promise.resolve({ status: 200, headers: {}, text: '', json: { auth_url, tenant_id: null } })
      : honest(request);
  const error = await errorOf(haloPsa.test(context));
  expect(error).toMatchObject({ kind: 'wrong-host' });
  expect(bed.vendor.exchanges.filter(({ method }) => method === 'POST')).toEqual([]);
});

it('a server of its own has no tenant, and none is sent', async () => {
  const context = bed.context();
  const honest = context.send;
  context.send = (request) =>
    request.url.endsWith('/AuthInfo')
      ? Promise.resolve({ status: 200, headers: {}, text: '', json: { auth_url: `${bed.vendor.origin}/auth` } })
      : honest(request);
  expect((await errorOf(haloPsa.test(context))).kind).toBe('wrong-host');
  expect(bed.vendor.exchanges.find(({ method }) => method === 'POST')?.query).toEqual([]);
});

it('the token is asked for once, also by several calls at once', async () => {
  const context = bed.context();
  await Promise.all([haloPsa.test(context), haloPsa.test(context), haloPsa.test(context)]);
  expect(context.sent.filter(({ url }) => url.includes('/token'))).toHaveLength(1);
});

it('rights that are missing are warned of by name', async () => {
  const context = bed.context();
  await haloPsa.test(context);
  bed.vendor.addFault({ kind: 'status', status: 403, path: '/Asset' });
  const { warnings, summary } = await haloPsa.test(context);
  expect(warnings.join()).toMatch(/Assets: read/);
  expect(summary).not.toMatch(/assets/);
});
