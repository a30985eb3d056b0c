// What breaks integrations with NinjaOne: signing in. The sandbox does it, the connector copes or says it in words.

import { describe, expect, it } from 'vitest';
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { newTag } from '#connectors/sdk/testing/new-tag.ts';
import { TestTokens, testContext } from '#connectors/sdk/testing/test-context.ts';
import { ninjaoneRmm } from './connector.ts';
import type { NinjaSandboxState } from './sandbox/ninja-state.ts';
import {
  capabilities,
  device,
  machine,
  quirk,
  sandbox,
  script,
  startQuirkyNinja,
  user,
  vendor,
} from './testing/quirky-ninja.ts';

startQuirkyNinja();

describe('signing in', () => {
  it('quirk 1: a machine app may not run scripts: the refusal says why and what to do, and nothing ran', async () => {
    const before = sandbox.ledger.lines().length;
    const error = await errorOf(capabilities['script.run']?.start(machine(), script, { tag: newTag() }));
    expect([error.kind, error.maybeApplied]).toEqual(['forbidden', false]);
    expect(error.message).toMatch(/user_context_required/);
    expect(error.message).toMatch(/"User"/);
    expect(sandbox.ledger.lines().length).toBe(before);
  });
  it('a machine connection is told so when it is tested, and works otherwise', async () => {
    const result = await ninjaoneRmm.test(machine());
    expect(result.summary).toBe('4 organizations, 15 devices, 6 scripts');
    expect(result.warnings.join()).toMatch(/user_context_required/);
    expect((await ninjaoneRmm.test(user())).warnings).toEqual([]);
  });
  it('quirk 2: the wrong region says which host it asked and names the others', async () => {
    const error = await errorOf(
      ninjaoneRmm.test(testContext(ninjaoneRmm, changedConnection(vendor, { settings: { clientId: 'x' } }))),
    );
    expect(error.kind).toBe('wrong-host');
    expect(error.message).toContain(vendor.origin);
    expect(error.message).toContain('eu');
  });
  it('a refresh token works once, and the rotated one is used from then on, also by a second process', async () => {
    const connection = vendor.connection();
    const tokens = new TestTokens();
    const first = testContext(ninjaoneRmm, connection, { tokens });
    const second = testContext(ninjaoneRmm, connection, { tokens });
    await Promise.all([ninjaoneRmm.test(first), ninjaoneRmm.test(second)]);
    for (let round = 0; round < 3; round++) {
      await tokens.drop('user-session');
      await Promise.all([ninjaoneRmm.test(first), ninjaoneRmm.test(second)]);
    }
    const signIns = [...first.sent, ...second.sent].filter((request) => request.form);
    const used = signIns.map((request) => request.form?.refresh_token);
    expect(used.length).toBe(4);
    expect(new Set(used).size).toBe(4);
    // without the store, the token of the form is dead by now
    const error = await errorOf(ninjaoneRmm.test(testContext(ninjaoneRmm, connection)));
    expect(error.kind).toBe('unauthenticated');
    expect(error.message).toMatch(/consent again/);
  });
  it('a token that ends early costs a read one more try, and a change none', async () => {
    const on = user();
    await ninjaoneRmm.test(on);
    const forget = () => {
      (vendor.dialectState() as NinjaSandboxState).tokens = {};
    };
    forget();
    await capabilities['script.list']?.run(on, {}, { tag: '' });
    const alert = sandbox.world.raiseAlert(device('ACME-WS-010'), 'disk.space', {});
    const reads = on.send;
    // the token dies between the look and the reset
    const between = {
      ...on,
      send: async (request: Parameters<typeof reads>[0]) => {
        if (request.mutates) forget();
        return reads(request);
      },
    };
    const error = await errorOf(
      capabilities['alert.resolve']?.run(between, { alert: alert.uid, reason: 'x' }, { tag: newTag() }),
    );
    expect([error.kind, error.maybeApplied, on.mutations().length]).toEqual(['unauthenticated', false, 1]);
    await capabilities['alert.resolve']?.run(on, { alert: alert.uid, reason: 'x' }, { tag: newTag() });
  });
  it('asks only once for a token that is never accepted', async () => {
    quirk({ tokenSeconds: -1 });
    const on = user();
    expect((await errorOf(capabilities['script.list']?.run(on, {}, { tag: '' }))).kind).toBe('unauthenticated');
    expect(on.sent.filter((request) => !request.form).length).toBe(2);
  });
  it('quirk 9: the error families of the API, none of them in the document: no header, malformed header, unknown token', async () => {
    const ask = async (authorization?: string) => {
      const response = await fetch(`${vendor.origin}/v2/devices`, authorization ? { headers: { authorization } } : {});
      return [response.status, ((await response.json()) as { error_code: number }).error_code];
    };
    expect(await ask()).toEqual([400, 2]);
    expect(await ask('nonsense')).toEqual([400, 1]);
    expect(await ask('Bearer nonsense')).toEqual([401, 10]);
  });
  it('the sandbox answers below /v2 and /api/v2 alike', async () => {
    const on = machine();
    await ninjaoneRmm.test(on);
    const authorization = on.sent.at(-1)?.headers?.authorization ?? '';
    const [plain, prefixed] = await Promise.all(
      ['/v2/devices', '/api/v2/devices'].map(async (path) =>
        (await fetch(`${vendor.origin}${path}`, { headers: { authorization } })).text(),
      ),
    );
    expect(plain).toBe(prefixed);
    expect(plain).toContain('ACME-DC01');
  });
});
