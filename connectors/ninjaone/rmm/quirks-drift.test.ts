// What breaks integrations with NinjaOne: throttling and drift. The sandbox does it, the connector copes or says it in words.

import { describe, expect, it } from 'vitest';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { newTag } from '#connectors/sdk/testing/new-tag.ts';
import { ninjaoneRmm } from './connector.ts';
import { capabilities, quirk, script, startQuirkyNinja, user, vendor } from './testing/quirky-ninja.ts';

startQuirkyNinja();

describe('throttling and drift', () => {
  it('quirk 7: an HTML page with status 200 is throttling, not an empty list', async () => {
    const on = user();
    await ninjaoneRmm.test(on);
    vendor.addFault({ kind: 'html', status: 200 });
    const lists = {
      devices: () => capabilities['device.list']?.run(on, { limit: 5 }, { tag: '' }),
      alerts: () => capabilities['alert.list']?.run(on, {}, { tag: '' }),
      scripts: () => capabilities['script.list']?.run(on, {}, { tag: '' }),
    };
    for (const [name, list] of Object.entries(lists)) {
      const error = await errorOf(list());
      expect([name, error.kind, error.retryable]).toEqual([name, 'rate-limited', true]);
    }
  });
  it('quirk 7: a page instead of an answer never counts as a script that was started', async () => {
    const start = async (fault: Parameters<VendorSandbox['addFault']>[0]) => {
      vendor.clearFaults();
      vendor.addFault({ ...fault, method: 'POST', path: '/script/run' });
      return errorOf(capabilities['script.run']?.start(user(), script, { tag: newTag() }));
    };
    const throttled = await start({ kind: 'html', status: 200 });
    expect([throttled.kind, throttled.maybeApplied]).toEqual(['rate-limited', false]);
    vendor.clearFaults();
    const on = user();
    const odd: typeof on = {
      ...on,
      send: async (request) =>
        request.url.endsWith('/script/run')
          ? { status: 200, headers: {}, text: '<html>Sign in</html>', json: undefined }
          : on.send(request),
    };
    const page = await errorOf(capabilities['script.run']?.start(odd, script, { tag: newTag() }));
    // somebody answered; whether NinjaOne heard of it nobody knows
    expect([page.kind, page.maybeApplied]).toEqual(['bad-answer', true]);
  });
  it('an HTML page that is no throttling is a bad answer, never data', async () => {
    const on = user();
    await ninjaoneRmm.test(on);
    const page = { status: 200, headers: {}, text: '<html>Sign in</html>', json: undefined };
    const odd = { ...on, send: async () => page };
    expect((await errorOf(capabilities['alert.list']?.run(odd, {}, { tag: '' }))).kind).toBe('bad-answer');
  });
  it('quirk 6: a collection this instance does not have is unsupported, not empty and not a missing record', async () => {
    quirk({ missing: ['/automation/scripts', '/alerts'] });
    expect((await errorOf(capabilities['script.list']?.run(user(), {}, { tag: '' }))).kind).toBe('unsupported');
    expect((await errorOf(capabilities['alert.list']?.run(user(), {}, { tag: '' }))).kind).toBe('unsupported');
    const tested = await ninjaoneRmm.test(user());
    expect(tested.warnings.join()).toMatch(/Scripts cannot be listed/);
  });
  it('quirk 6: a status without its side calls is still a status, with null for what is not known', async () => {
    quirk({ missing: ['/queries/', '/windows-services', '/os-patch-installs', '/last-logged-on-user', '/volumes'] });
    const status = await capabilities['device.status']?.run(user(), { device: '206' }, { tag: '' });
    expect(status).toMatchObject({
      name: 'ACME-DC01',
      patches: null,
      services: null,
      systemDrive: null,
      health: 'unknown',
    });
    // the device's own answer still has these
    expect(status?.lastBootAt).not.toBeNull();
    expect(status?.lastUser).toBe('ACME\\administrator');
  });
  it.each([
    ['GET', '/v2/ticketing/trigger/board'],
    ['GET', '/v2/ticketing/ticket'],
    ['GET', '/v2/ticketing/ticket/5001/attachment'],
    ['GET', '/v2/ticketing/ticket/5001/comments'],
    ['DELETE', '/v2/ticketing/ticket/5001'],
  ])('quirk 8: %s %s is in public clients and not in the API', async (method, path) => {
    const on = user();
    await ninjaoneRmm.test(on);
    const authorization = on.sent.at(-1)?.headers?.authorization ?? '';
    expect((await fetch(`${vendor.origin}${path}`, { method, headers: { authorization } })).status).toBe(404);
    expect(on.sent.map((request) => `${request.method} ${new URL(request.url).pathname}`)).not.toContain(
      `${method} ${path}`,
    );
  });
  it.each([
    [401, { error: 'not_authenticated', error_description: 'gone', error_code: 10 }, 'unauthenticated', 'gone'],
    [400, { error: 'malformed_request', error_description: 'no grant', error_code: 1 }, 'invalid-input', 'no grant'],
    [403, { resultCode: 'FAILURE', errorMessage: 'No permission', errorDetails: null }, 'forbidden', 'No permission'],
    [500, { resultCode: 'FAILURE', errorMessage: 'No permission' }, 'unavailable', 'No permission'],
    [400, { errorCode: 'E17', message: 'Agreement is missing' }, 'invalid-input', 'Agreement is missing'],
    [418, 'nonsense', 'invalid-input', '418'],
  ] as const)('quirk 9: the document types no error: %i %j is %s', async (status, json, kind, words) => {
    const on = user();
    await ninjaoneRmm.test(on);
    const headers = { 'x-nj-request-id': 'request-7' };
    const odd: typeof on = {
      ...on,
      send: async (request) =>
        request.form ? on.send(request) : { status, headers, text: JSON.stringify(json), json },
    };
    const error = await errorOf(capabilities['alert.list']?.run(odd, {}, { tag: '' }));
    expect([error.kind, error.detail.requestId]).toEqual([kind, 'request-7']);
    expect(error.message).toContain(words);
  });
});
