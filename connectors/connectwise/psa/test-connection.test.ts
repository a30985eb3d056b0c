import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testConnection } from './test-connection.ts';
import { errorOf, type PsaHarness, startPsaHarness } from './testing/psa-harness.ts';

let psa: PsaHarness;
beforeEach(async () => {
  psa = await startPsaHarness();
});
afterEach(() => psa.close());

describe('the test of a connection', () => {
  it('tells live figures', async () => {
    psa.world.addTicket({ title: 'open one', clientId: 11 }, 'tlind');
    expect(await testConnection(psa.context())).toEqual({
      ok: true,
      summary: 'Demo Managed Services: 3 boards, 4 clients, 1 open ticket, 7 members; ConnectWise v2026.1.',
      warnings: [],
    });
  });

  it('goes on without the system info, which some roles lack, and says so', async () => {
    psa.state.deniedPaths.push('/system/info');
    const result = await testConnection(psa.context());
    expect(result.summary).toMatch(/^Demo Managed Services: 3 boards, 4 clients, 0 open tickets, 7 members\.$/);
    expect(result.warnings).toEqual([expect.stringMatching(/system info/)]);
  });

  it('names each permission that is missing', async () => {
    psa.state.deniedPaths.push('/system/members', '/company/companies');
    const { warnings } = await testConnection(psa.context());
    expect(warnings).toEqual([
      expect.stringContaining('Companies > Company Maintenance'),
      expect.stringContaining('System > Member Maintenance'),
    ]);
  });

  it('a role that allows nothing is no working connection', async () => {
    psa.state.deniedPaths.push('/apis/3.0');
    expect(await errorOf(testConnection(psa.context()))).toMatchObject({ kind: 'forbidden' });
  });

  it('quirk 8: an unknown company is told apart from a wrong key', async () => {
    const error = await errorOf(testConnection(psa.context({ settings: { companyId: 'nobody' } })));
    expect(error.kind).toBe('wrong-host');
    expect(error.message).toMatch(/knows no company "nobody"/);
    expect(psa.sent).toHaveLength(1);
  });

  it.each([401, 404] as const)('a wrong key answered with %i is a wrong key', async (status) => {
    psa.state.wrongKeyStatus = status;
    const error = await errorOf(testConnection(psa.context({ secrets: { privateKey: 'not-the-right-one' } })));
    expect(error.kind).toBe('unauthenticated');
    expect(error.message).toMatch(/private key/);
    expect(error.message).not.toContain('not-the-right-one');
  });

  it('a wrong key answered with 403 is not called working', async () => {
    psa.state.wrongKeyStatus = 403;
    const error = await errorOf(testConnection(psa.context({ secrets: { privateKey: 'not-the-right-one' } })));
    expect(error.kind).toBe('forbidden');
  });

  it('an unknown clientId is called by its name', async () => {
    const context = psa.context({ settings: { clientId: '00000000-0000-4000-8000-000000000000' } });
    const error = await errorOf(testConnection(context));
    expect(error.kind).toBe('unauthenticated');
    expect(error.message).toMatch(/clientId/);
  });

  it('a host that is no ConnectWise is a wrong host', async () => {
    const context = psa.context();
    context.send = async () => ({ status: 200, headers: {}, text: '<html>welcome</html>', json: undefined });
    expect(await errorOf(testConnection(context))).toMatchObject({ kind: 'wrong-host' });
  });

  it('a throttled server is asked again when it says so', async () => {
    psa.sandbox.addFault({ kind: 'status', status: 429, retryAfterSeconds: 12 });
    expect(await errorOf(testConnection(psa.context()))).toMatchObject({ kind: 'rate-limited', retryAfterMs: 12_000 });
  });

  it('a server on its knees is unavailable, not misconfigured', async () => {
    psa.sandbox.addFault({ kind: 'status', status: 503 });
    expect(await errorOf(testConnection(psa.context()))).toMatchObject({ kind: 'unavailable', retryable: true });
  });
});
