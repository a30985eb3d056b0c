// Changes in a domain: what they do, what is done already, and what is refused before anything is sent.

import { describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { domainId, openDirectoryBed } from './testing/directory-bed.ts';

const bed = openDirectoryBed();
const rika = 'rika.keller@acme.example';
const bela = 'bela.singh@acme.example';

describe('a reset password', () => {
  it('is made here, is in the answer, works, and must be changed', async () => {
    const { temporaryPassword, user } = await bed.call('user.password.reset', { user: rika });
    const account = bed.account('rika.keller');
    expect([account.password, account.mustChangePassword, account.uid]).toEqual([temporaryPassword, true, user]);
    expect(temporaryPassword.length).toBe(24);
    const again = await bed.call('user.password.reset', { user: rika });
    expect(again.temporaryPassword).not.toBe(temporaryPassword);
    expect((await bed.call('user.read', { user: rika })).passwordSetAt).toBeNull();
  });
  it('is in no log of the domain controller’s questions, and in no error, also when the line breaks', async () => {
    const { temporaryPassword } = await bed.call('user.password.reset', { user: rika });
    expect(JSON.stringify(bed.vendor.exchanges)).not.toContain(temporaryPassword);
    for (const kind of ['drop', 'half', 'page'] as const) {
      const on = bed.context();
      bed.vendor.addFault({ kind, when: 'after', isChange: true });
      const error = await errorOf(bed.call('user.password.reset', { user: rika }, on));
      bed.vendor.clearFaults();
      expect([error.maybeApplied, on.mutations().length]).toEqual([true, 1]);
      const { password } = bed.account('rika.keller');
      expect(`${error.message} ${JSON.stringify(error.detail)} ${error.stack} ${String(error.cause)}`).not.toContain(
        password,
      );
    }
  });
  it('half of it is said as half: set, but nobody was told', async () => {
    bed.quirk({ refusesMustChange: true });
    const error = await errorOf(bed.call('user.password.reset', { user: rika }));
    expect([error.kind, error.maybeApplied]).toEqual(['forbidden', true]);
    expect(error.message).toContain('nobody was told; reset it again');
  });
});

describe('people', () => {
  it('are disabled, enabled and unlocked, and the answer is what the same domain controller then says', async () => {
    expect((await bed.call('user.disable', { user: rika })).isEnabled).toBe(false);
    expect(bed.account('rika.keller').isEnabled).toBe(false);
    expect((await bed.call('user.enable', { user: rika })).isEnabled).toBe(true);
    expect((await bed.call('user.read', { user: bela })).isLockedOut).toBe(true);
    expect((await bed.call('user.unlock', { user: bela })).isLockedOut).toBe(false);
    expect(bed.account('bela.singh').isLockedOut).toBe(false);
  });
  it('what is so already is not sent again', async () => {
    await bed.call('user.enable', { user: rika });
    await bed.call('user.disable', { user: 'jules.moreau@acme.example' });
    await bed.call('user.unlock', { user: rika });
    expect(bed.asked('MODIFY')).toEqual([]);
  });
  it('are found by id, by principal name and by short name, and told as one', async () => {
    const { uid, shortName } = bed.account('rika.keller');
    for (const user of [uid, uid.toUpperCase(), rika, rika.toUpperCase(), shortName]) {
      expect((await bed.call('user.read', { user })).id).toBe(uid);
    }
  });
  it.each(['', ' ', 'ACME\\r.keller', 'a\u0000b'])('"%s" is no user, and is not searched for', async (user) => {
    const on = bed.context();
    const asked = bed.call('user.read', { user }, on).catch((error: unknown) => error);
    expect(await asked).toBeInstanceOf(Error);
    expect(on.sent.filter(({ method, url }) => method === 'SEARCH' && url.endsWith(',DC=example')).length).toBeLessThan(
      2,
    );
  });
  it('two of one name are a conflict, not a guess', async () => {
    bed.account('bela.singh').principalName = rika;
    const on = bed.context();
    const error = await errorOf(bed.call('user.disable', { user: rika }, on));
    expect([error.kind, on.mutations()]).toEqual(['conflict', []]);
  });
  it('are searched for by words and by whether they are enabled', async () => {
    const names = async (given: object) => (await bed.call('user.search', given)).items.map(({ name }) => name).sort();
    expect(await names({ text: 'kel' })).toEqual(['Rika Keller']);
    expect(await names({ text: 'singh bela' })).toEqual(['Bela Singh']);
    expect(await names({ isEnabled: false })).toEqual(['Jules Moreau']);
    expect(await names({ isEnabled: true })).not.toContain('Jules Moreau');
    expect(await names({ text: 'dana' })).toEqual([]);
  });
});

describe('only below the search base', () => {
  it('people elsewhere are neither listed nor changed; their groups are told all the same', async () => {
    const on = bed.context({ settings: { searchBase: 'OU=Staff,DC=acme,DC=example' } });
    const { items } = await bed.call('user.search', {}, on);
    expect(items.map(({ name }) => name).sort()).toEqual(['Bela Singh', 'Owen Castillo', 'Rika Keller']);
    const error = await errorOf(bed.call('user.enable', { user: 'jules.moreau@acme.example' }, on));
    expect([error.kind, on.mutations()]).toEqual(['not-found', []]);
    expect((await bed.call('user.groups', { user: bela }, on)).items.map(({ name }) => name).sort()).toEqual([
      'Domain Users',
      'Finance Share',
    ]);
  });
});

describe('one domain and no other', () => {
  it('the one client is the domain, under the id that calls name', async () => {
    const { items } = await bed.call('client.list');
    expect(items).toEqual([{ id: domainId, name: 'acme.example', isActive: true }]);
  });
  it.each([
    ['user.search', {}],
    ['user.read', { user: rika }],
    ['user.groups', { user: rika }],
    ['user.disable', { user: rika }],
    ['user.enable', { user: rika }],
    ['user.unlock', { user: rika }],
    ['user.password.reset', { user: rika }],
    ['group.list', {}],
    ['group.member.add', { user: rika, group: 'g' }],
    ['group.member.remove', { user: rika, group: 'g' }],
    ['policy.list', {}],
    ['device.list', {}],
  ] as const)('%s for another client is refused before anybody is looked up', async (name, given) => {
    for (const client of ['0e000000-0000-4000-8000-00000000beef', '11', 'acme.example']) {
      const on = bed.context();
      const error = await errorOf(bed.call(name, { ...given, client }, on));
      // signing in, and which domain it is: nothing of its contents
      expect([error.kind, on.sent.map(({ method }) => method)]).toEqual([
        'invalid-input',
        ['BIND', 'SEARCH', 'SEARCH'],
      ]);
    }
  });
});

describe('lists', () => {
  it('a cursor that was not given out is refused', async () => {
    expect((await errorOf(bed.call('device.list', { cursor: '3' }))).kind).toBe('invalid-input');
  });
  it('a person who is renamed or made while a list is read moves nobody out of it', async () => {
    const before = (await bed.call('user.search')).items.map(({ id }) => id);
    const first = await bed.call('user.search', { limit: 2 });
    const account = bed.account('rika.keller');
    bed.sandbox.world.state.accounts.unshift({
      ...account,
      id: 9_999,
      uid: '00000000-0000-4000-8000-000000000001',
      name: 'New',
    });
    account.name = 'Aaron Keller';
    const rest = await bed.call('user.search', { cursor: first.next });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(before);
  });
  it('whether somebody is in a group is asked with the name as it stands', async () => {
    const group = bed.group('Finance Share');
    bed.account('bela.singh').name = 'Singh, "Bela" (*)\\';
    const { items } = await bed.call('user.groups', { user: bela });
    expect(items.map(({ id }) => id)).toContain(group.uid);
    await bed.call('group.member.remove', { user: bela, group: group.uid });
    expect(bed.account('bela.singh').groupIds).toEqual([]);
  });
});
