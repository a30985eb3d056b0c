// What Graph does that surprises: one named test each, numbered as in the fact sheet.

import { describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { changeGraph } from './client.ts';
import { microsoftGraph } from './connector.ts';
import { connectionOf, openGraphBed } from './testing/graph-bed.ts';

const bed = openGraphBed();
const dana = 'dana.whitfield@acme.example';
const trainee = 'dana.whitfield2@acme.example';
const synced = 'owen.castillo@acme.example';

describe('quirks', () => {
  it('quirk 1: taking somebody out of a group ends the membership and never the person', async () => {
    const group = bed.group('VPN Users');
    await bed.call('group.member.remove', { user: dana, group: group.uid });
    expect(bed.account(dana).groupIds).not.toContain(group.id);
    const deletes = bed.asked().filter(({ method }) => method === 'DELETE');
    expect(deletes.map(({ path }) => path)).toEqual([
      `/v1.0/groups/${group.uid}/members/${bed.account(dana).uid}/$ref`,
    ]);
  });
  it('quirk 1: the road refuses to delete anything else, before a byte is sent', async () => {
    const { uid } = bed.account(dana);
    for (const path of [
      `/users/${uid}`,
      `/groups/1/members/${uid}`,
      `/groups/1/members/$ref`,
      `/groups/1/members/${uid}/$ref/x`,
    ]) {
      const on = bed.context();
      const error = await errorOf(changeGraph(on, { action: 'delete', method: 'DELETE', path }));
      expect([error.kind, on.sent.length]).toEqual(['unsupported', 0]);
    }
  });
  it('quirk 2: searches say that they take what was true a little while ago, on every page', async () => {
    const first = await bed.call('user.search', { text: 'dana', limit: 1 });
    const second = await bed.call('user.search', { text: 'dana', limit: 1, cursor: first.next });
    expect([...first.items, ...second.items].map(({ principalName }) => principalName)).toEqual([dana, trainee]);
    const lists = bed.asked().filter(({ path }) => path === '/v1.0/users');
    expect(lists.map(({ requestHeaders }) => requestHeaders.consistencylevel)).toEqual(['eventual', 'eventual']);
  });
  it('quirk 3: a synchronised user is changed on premises: said in a sentence, and nothing is sent', async () => {
    for (const name of ['user.disable', 'user.enable', 'user.password.reset'] as const) {
      const on = bed.context();
      const error = await errorOf(bed.call(name, { user: synced }, on));
      expect([error.kind, error.maybeApplied, on.mutations()]).toEqual(['unsupported', false, []]);
      expect(error.message).toContain('directory on premises');
    }
    await bed.call('user.sessions.revoke', { user: synced });
    expect(bed.account(synced).sessionsRevokedAtMs).not.toBeNull();
  });
  it('quirk 4: devices are listed without filters, which fail now and then, and to the end, also behind an empty page', async () => {
    bed.quirk({ breaksDeviceFilters: true, hasEmptyPages: true });
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { name: string }[]; next: string | null } = await bed.call('device.list', {
        limit: 2,
        cursor,
      });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.next;
    } while (cursor !== null);
    expect(names.length).toBe(6);
    expect(bed.asked().some(({ query }) => query.some(([name]) => name === '$filter'))).toBe(false);
  });
  it('quirk 5: licences carry the name people know, and the short one; an unknown one keeps its own', async () => {
    const { items } = await bed.call('license.list');
    expect(items.map(({ name, total, used }) => [name, total, used])).toContainEqual([
      'Microsoft 365 Business Premium (SPB)',
      12,
      9,
    ]);
    const { licenses } = await bed.call('user.read', { user: dana });
    expect(licenses?.map(({ name }) => name)).toContain('Exchange Online (Plan 1) (EXCHANGESTANDARD)');
    const sku = bed.sandbox.world.state.licenses.find(({ partNumber }) => partNumber === 'SPB');
    if (sku) sku.partNumber = 'SOMETHING_NEW';
    expect((await bed.call('license.list')).items.map(({ name }) => name)).toContain('SOMETHING_NEW');
  });
  it.each([
    ['expired', 'unauthenticated', 'has expired'],
    ['unconsented', 'forbidden', 'consented'],
    ['blocked', 'forbidden', 'Conditional Access'],
  ] as const)('quirk 6: %s: the number of a refused sign-in is put into words', async (app, kind, words) => {
    const on = testContext(microsoftGraph, connectionOf(bed.vendor, { app }));
    const error = await errorOf(microsoftGraph.test(on));
    expect([error.kind, error.retryable]).toEqual([kind, false]);
    expect(error.message).toMatch(/AADSTS\d+/);
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('Trace ID');
  });
  it('quirk 7: nothing goes out in batches, whose parts fail unseen', async () => {
    await microsoftGraph.test(bed.context());
    await bed.call('user.read', { user: dana });
    expect(bed.asked().some(({ path }) => path.includes('$batch'))).toBe(false);
  });
});

describe('pages', () => {
  it('the rest of a list is followed only to the same place', async () => {
    bed.quirk({ strayNextLink: 'https://attacker.example' });
    const error = await errorOf(bed.call('user.search', { limit: 2 }));
    expect(error.kind).toBe('wrong-host');
    expect(
      (await errorOf(bed.call('user.groups', { user: dana }).then(() => bed.call('device.list', { limit: 2 })))).kind,
    ).toBe('wrong-host');
  });
  it('a link is followed as it is, and an empty page with more behind it is not the end', async () => {
    bed.quirk({ hasEmptyPages: true });
    const first = await bed.call('user.search', { limit: 50 });
    expect(first.items).toEqual([]);
    const second = await bed.call('user.search', { limit: 50, cursor: first.next });
    expect(second.items.length).toBe(9);
    expect((await bed.call('user.groups', { user: dana })).items.length).toBe(3);
    expect((await bed.call('user.signins', { user: dana })).items.length).toBe(6);
  });
  it.each([
    '/groups?$skiptoken=a1',
    '/users/../groups?x=1',
    '/users/1?x=1',
    'https://attacker.example/users?x=1',
    '@attacker.example/users?x',
    '/users',
    '/users?x#/groups',
  ])('a cursor that was not given out for this list goes nowhere else: %s', async (cursor) => {
    const on = bed.context();
    const result = await bed.call('user.search', { cursor }, on).then(
      () => null,
      (error: { kind?: string }) => error.kind,
    );
    for (const { url } of on.sent.filter((request) => !request.url.includes('/oauth2/'))) {
      expect(new URL(url).pathname).toBe('/v1.0/users');
      expect(new URL(url).origin).toBe(bed.vendor.origin);
    }
    if (cursor !== '/users?x#/groups') expect(result).toBe('invalid-input');
  });
  it('everything is asked for by name', async () => {
    await bed.call('user.search', { text: 'dana' });
    await bed.call('user.read', { user: dana });
    await bed.call('user.signins', { user: dana });
    await bed.call('device.list');
    await bed.call('license.list');
    await bed.call('client.list');
    const reads = bed.asked().filter(({ method }) => method === 'GET');
    for (const { path, query } of reads)
      expect(
        query.map(([name]) => name),
        path,
      ).toContain('$select');
  });
});

describe('refusals', () => {
  it.each([
    [1.5, 1_500],
    [null, undefined],
  ])('throttled with a wait of %s', async (retryAfterSeconds, retryAfterMs) => {
    bed.vendor.addFault({ kind: 'status', status: 429, path: '/v1.0/', retryAfterSeconds });
    const error = await errorOf(bed.call('device.list'));
    expect([error.kind, error.retryable, error.retryAfterMs]).toEqual(['rate-limited', true, retryAfterMs]);
  });
  it('what Graph says comes with its code and the id to quote to Microsoft', async () => {
    const error = await errorOf(bed.call('user.read', { user: 'nobody@acme.example' }));
    expect(error.kind).toBe('not-found');
    expect(error.message).toContain('Request_ResourceNotFound');
  });
  it('an account that an administrator role protects is refused in words', async () => {
    const error = await errorOf(bed.call('user.password.reset', { user: 'admin@acme.example' }));
    expect([error.kind, error.maybeApplied]).toEqual(['forbidden', false]);
    expect(error.message).toContain('administrators can only be changed');
  });
  it('a tenant without a paid plan keeps no sign-ins: unsupported, not empty; reading a person works all the same', async () => {
    const { directories } = bed.sandbox.world.state;
    const tenant = directories.find(({ clientId }) => clientId === 13)?.uid;
    const on = testContext(microsoftGraph, connectionOf(bed.vendor, { settings: { tenant } }));
    const user = 'leo.brandt@brightside.example';
    const error = await errorOf(bed.call('user.signins', { user }, on));
    expect([error.kind, error.message.includes('P1 or P2')]).toEqual(['unsupported', true]);
    expect(await bed.call('user.read', { user }, on)).toMatchObject({ name: 'Leo Brandt', lastSignInAt: null });
    expect((await microsoftGraph.test(on)).warnings.length).toBe(1);
  });
  it('an app that may read little is told what it lacks, in the names of the permissions', async () => {
    const on = testContext(microsoftGraph, connectionOf(bed.vendor, { app: 'reader' }));
    const { summary, warnings } = await microsoftGraph.test(on);
    expect(summary).toBe('Acme Manufacturing: 9 users');
    expect(warnings.map((text) => text.split(':')[0])).toEqual([
      'Licences (LicenseAssignment.Read.All)',
      'Devices (DeviceManagementManagedDevices.Read.All)',
      'Sign-ins (AuditLog.Read.All)',
    ]);
    // names of licences are a nicety
    const { items } = await bed.call('user.search', { text: 'dana' }, on);
    expect(items[0]?.licenses?.[0]?.name).toBeNull();
  });
});

describe('one tenant and no other', () => {
  const calls: [Parameters<typeof bed.call>[0], object][] = [
    ['user.search', {}],
    ['user.read', { user: dana }],
    ['user.groups', { user: dana }],
    ['user.signins', { user: dana }],
    ['user.disable', { user: dana }],
    ['user.enable', { user: dana }],
    ['user.sessions.revoke', { user: dana }],
    ['user.password.reset', { user: dana }],
    ['group.list', {}],
    ['group.member.add', { user: dana, group: 'g' }],
    ['group.member.remove', { user: dana, group: 'g' }],
    ['license.list', {}],
    ['user.license.assign', { user: dana, license: 'l' }],
    ['user.license.remove', { user: dana, license: 'l' }],
    ['device.list', {}],
  ];
  it.each(calls)('%s for another client is refused before anything is sent', async (name, given) => {
    for (const client of ['0e000000-0000-4000-8000-00000000beef', '11', 'Acme Manufacturing']) {
      const on = bed.context();
      const error = await errorOf(bed.call(name, { ...given, client }, on));
      expect([error.kind, on.sent.length]).toEqual(['invalid-input', 0]);
    }
  });
  it('the one client is the organization, under the id that calls name', async () => {
    const { items } = await bed.call('client.list');
    expect(items).toEqual([{ id: bed.context().settings.tenant, name: 'Acme Manufacturing', isActive: true }]);
  });
  it.each(['', '..', 'a/b', 'a?b', '$x', 'a\\b', 'a b'])('"%s" is no user, and nothing is sent', async (user) => {
    const on = bed.context();
    const asked = bed.call('user.read', { user }, on).catch((error: unknown) => error);
    expect(await asked).toBeInstanceOf(Error);
    expect(on.sent).toEqual([]);
  });
  it('a guest, whose name holds "#EXT#", is asked for under that name', async () => {
    const account = bed.account(trainee);
    account.principalName = 'friend_partner.example#ext#@acme.example';
    expect((await bed.call('user.read', { user: account.principalName })).id).toBe(account.uid);
  });
});
