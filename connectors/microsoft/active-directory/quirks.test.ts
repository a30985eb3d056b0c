// What Active Directory does that surprises: one named test each, numbered as in the README.

import { describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { activeDirectory } from './connector.ts';
import { instantOfFiletime } from './filetime.ts';
import { guidBytes, guidText } from './guid.ts';
import { linksOf } from './policy-links.ts';
import { openDirectoryBed } from './testing/directory-bed.ts';

const bed = openDirectoryBed();
const rika = 'rika.keller@acme.example';
const bela = 'bela.singh@acme.example';
const base = 'DC=acme,DC=example';

/** people of the same company; each with a uid and names of their own */
function crowd(count: number): void {
  const { accounts } = bed.sandbox.world.state;
  const like = bed.account('rika.keller');
  for (let index = 0; index < count; index++) {
    accounts.push({
      ...structuredClone(like),
      id: 10_000 + index,
      uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      name: `Crowd ${index}`,
      shortName: `crowd${index}`,
      principalName: `crowd${index}@acme.example`,
    });
  }
}

describe('reading', () => {
  it('quirk 1: a search without pages stops at 1000, so every list is read in pages to its end', async () => {
    crowd(1_203);
    const { items } = await bed.call('user.search', { text: 'crowd', limit: 1_000 });
    expect(items.length).toBe(1_000);
    expect((await activeDirectory.test(bed.context())).summary).toContain('1209 users');
    const lists = bed.asked('SEARCH').filter(({ requestText }) => requestText.includes('"scope":"subtree"'));
    for (const { requestText } of lists) expect(JSON.parse(requestText).page.size).toBeLessThanOrEqual(1_000);
  });
  it('quirk 2: a group of thousands gives its members in ranges; whether somebody is in is asked of the directory', async () => {
    const { id, uid } = bed.group('Finance Share');
    crowd(3_200);
    for (const account of bed.sandbox.world.state.accounts) if (account.id >= 10_000) account.groupIds = [id];
    const last = 'crowd3199@acme.example';
    expect((await bed.call('user.groups', { user: last })).items.map((group) => group.id)).toContain(uid);
    await bed.call('group.member.add', { user: last, group: uid });
    const { settings, secrets } = bed.context();
    const [group] = await bed.context().openLdap({ ...settings, ...secrets }, (session) =>
      session.search({
        base: `CN=Finance Share,OU=Groups,${base}`,
        scope: 'base',
        filter: { attribute: 'objectClass', exists: true },
        attributes: ['member'],
        maxEntries: 1,
      }),
    );
    expect(group?.values.member?.length).toBe(3_201);
  });
  it('quirk 3: names change and ids stay: everybody is known by objectGUID, whose bytes are half turned around', async () => {
    const account = bed.account('rika.keller');
    Object.assign(account, {
      name: 'Rika Miller',
      organizationalUnit: 'Leavers',
      principalName: 'rika.miller@acme.example',
    });
    expect(await bed.call('user.read', { user: account.uid })).toMatchObject({ id: account.uid, name: 'Rika Miller' });
    const bytes = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    expect(guidText(bytes)).toBe('04030201-0605-0807-090a-0b0c0d0e0f10');
    expect(guidBytes('04030201-0605-0807-090a-0b0c0d0e0f10')).toEqual(bytes);
    expect(guidText(bytes.slice(1))).toBeNull();
  });
  it('quirk 4: times are beyond what a number holds; 0 and 2^63-1 are never', () => {
    expect(instantOfFiletime(132_223_104_001_234_567n)).toBe('2020-01-01T00:00:00.123Z');
    expect(instantOfFiletime(116_444_736_000_000_000n)).toBe('1970-01-01T00:00:00.000Z');
    expect([0n, 9_223_372_036_854_775_807n, -1n].map(instantOfFiletime)).toEqual([null, null, null]);
  });
  it('quirk 5: a domain knows when a computer was last seen, days late, and never whether it is on', async () => {
    const { items } = await bed.call('device.list');
    const found = items.find(({ name }) => name === 'ACME-DC01');
    const device = bed.sandbox.world.device('ACME-DC01');
    const nineDaysMs = 9 * 86_400_000;
    expect(found).toMatchObject({ id: device?.uid, online: null, role: 'server', osFamily: 'windows', serial: null });
    expect(found?.lastSeenAt).toBe(new Date((device?.lastSeenAtMs ?? 0) - nineDaysMs).toISOString());
    expect(items.filter(({ role }) => role === 'workstation').length).toBe(5);
  });
  it('quirk 6: the time of a lockout stays when it is over; only the computed bit tells, and without it nobody knows', async () => {
    const locked = async (user: string) => (await bed.call('user.read', { user })).isLockedOut;
    expect([await locked(bela), await locked(rika)]).toEqual([true, false]);
    bed.quirk({ hasLockoutsEnded: true });
    expect(await locked(bela)).toBe(false);
    bed.quirk({ hidesComputed: true });
    expect([await locked(bela), await locked(rika)]).toEqual([null, false]);
  });
  it('quirk 7: memberOf lacks the primary group: it is told all the same, and not changed like a member', async () => {
    const { items } = await bed.call('user.groups', { user: bela });
    expect(items.map(({ name }) => name).sort()).toEqual(['Domain Users', 'Finance Share']);
    const group = items.find(({ name }) => name === 'Domain Users')?.id;
    for (const name of ['group.member.add', 'group.member.remove'] as const) {
      const error = await errorOf(bed.call(name, { user: bela, group }));
      expect([error.kind, error.message.includes('primary group')]).toEqual(['unsupported', true]);
    }
    expect(bed.asked('MODIFY')).toEqual([]);
  });
  it('quirk 8: an account without a principal name signs in with its short name at the domain', async () => {
    const account = bed.account('rika.keller');
    account.principalName = '';
    const user = await bed.call('user.read', { user: `${account.shortName}@ACME.example` });
    expect(user).toMatchObject({ id: account.uid, principalName: `${account.shortName}@acme.example` });
    const error = await errorOf(bed.call('user.read', { user: `${account.shortName}@other.example` }));
    expect(error.kind).toBe('not-found');
  });
  it('quirk 9: attributes are asked for by name; passwords of any kind are not among them', async () => {
    await bed.call('user.read', { user: rika });
    await bed.call('user.groups', { user: rika });
    await bed.call('device.list');
    await bed.call('policy.list');
    await bed.call('group.list');
    await bed.call('client.list');
    const attributes = bed.asked('SEARCH').flatMap(({ requestText }) => JSON.parse(requestText).attributes as string[]);
    expect(attributes.length).toBeGreaterThan(20);
    for (const attribute of attributes) expect(attribute).not.toMatch(/\*$|pwd$|password|laps|unicode|secret/i);
  });
  it('quirk 10: signs that mean something in a filter are letters of a name', async () => {
    bed.account('rika.keller').name = 'Keller (Sales) *';
    expect((await bed.call('user.search', { text: '(Sales) *' })).items.length).toBe(1);
    for (const text of ['*', '*)(objectClass=*', ')(|(cn=', 'Kel*er', '\\2a'])
      expect(
        (await bed.call('user.search', { text })).items.map(({ name }) => name),
        text,
      ).toEqual(text === '*' ? ['Keller (Sales) *'] : []);
  });
  it('quirk 11: group policies: which half applies, where, in which order, and what is enforced', async () => {
    const { items } = await bed.call('policy.list');
    const of = (name: string) => items.find((policy) => policy.name === name);
    expect(items.length).toBe(6);
    expect(of('Windows Update for Workstations')).toMatchObject({
      isUserPartEnabled: false,
      isComputerPartEnabled: true,
      links: [{ target: `OU=Staff,${base}`, isEnabled: true, isEnforced: true, order: 1 }],
      version: { user: 3, computer: 7 },
    });
    expect(of('Old Screen Saver')?.links).toEqual([
      { target: `OU=Staff,${base}`, isEnabled: false, isEnforced: false, order: 3 },
    ]);
    expect(of('Default Domain Policy')?.links[0]?.target).toBe(base);
    expect(of('Nowhere Linked')).toMatchObject({ links: [], isUserPartEnabled: false, isComputerPartEnabled: false });
    expect(of('Map Finance Drive')?.changedAt).toMatch(/^20\d\d-/);
    expect(linksOf('T', ' [ldap://cn={A},dc=x;3][LDAP://CN={B},DC=x;0]')).toEqual([
      { policy: 'cn={A},dc=x', target: 'T', isEnabled: false, isEnforced: true, order: 1 },
      { policy: 'CN={B},DC=x', target: 'T', isEnabled: true, isEnforced: false, order: 2 },
    ]);
    expect(linksOf('T', 'nonsense [LDAP://x')).toEqual([]);
  });
});

describe('changing', () => {
  it('quirk 12: one bit of userAccountControl is changed, the others are written back; a race is said', async () => {
    const uid = bed.account('svc-backup').uid;
    await bed.call('user.disable', { user: uid });
    await bed.call('user.enable', { user: uid });
    const written = bed.asked('MODIFY').map(({ requestText }) => JSON.parse(requestText));
    expect(written.map(([change]) => [change.operation, change.attribute, change.values])).toEqual([
      ['replace', 'userAccountControl', [String(0x10202)]],
      ['replace', 'userAccountControl', [String(0x10200)]],
    ]);
    bed.quirk({ isContested: true });
    const error = await errorOf(bed.call('user.disable', { user: rika }));
    expect([error.kind, error.maybeApplied]).toEqual(['conflict', true]);
  });
  it('quirk 13: a password is set in quotation marks, two bytes a sign, as bytes, and over TLS only', async () => {
    const on = bed.context();
    const { temporaryPassword } = await bed.call('user.password.reset', { user: rika }, on);
    const [first] = on.mutations().map(({ json }) => json as { attribute: string; values: Uint8Array[] }[]);
    const expected = new Uint8Array(Buffer.from(`"${temporaryPassword}"`, 'utf16le'));
    expect(first).toEqual([{ operation: 'replace', attribute: 'unicodePwd', values: [expected] }]);
    const plain = bed.context({ settings: { url: 'ldap://127.0.0.1:9' } });
    const error = await errorOf(bed.call('user.password.reset', { user: rika }, plain));
    expect([error.kind, error.maybeApplied, plain.sent]).toEqual(['unsupported', false, []]);
  });
  it('quirk 14: "must change it" in one change with the password is lost where it was set already: it is a change of its own', async () => {
    bed.account('rika.keller').mustChangePassword = true;
    await bed.call('user.password.reset', { user: rika });
    expect(bed.account('rika.keller').mustChangePassword).toBe(true);
    const written = bed.asked('MODIFY').map(({ requestText }) => JSON.parse(requestText).length);
    expect(written).toEqual([1, 1]);
  });
  it.each([
    ['policy', '0000052D', 'length, complexity, history'],
    ['unwilling', '0000001F', 'not encrypted enough'],
  ] as const)(
    'quirk 15: a password that is refused (%s) is refused in words, and nothing was changed',
    async (passwordRefusal, code, words) => {
      bed.quirk({ passwordRefusal });
      const before = bed.account('rika.keller').password;
      const error = await errorOf(bed.call('user.password.reset', { user: rika }));
      expect([error.kind, error.maybeApplied, error.retryable]).toEqual(['invalid-input', false, false]);
      expect(error.message).toContain(code);
      expect(error.message).toContain(words);
      expect(bed.account('rika.keller').password).toBe(before);
    },
  );
  it('quirk 16: what AdminSDHolder protects (adminCount = 1) is refused before anything is sent', async () => {
    const user = 'administrator@acme.example';
    for (const name of ['user.disable', 'user.enable', 'user.unlock', 'user.password.reset'] as const) {
      const error = await errorOf(bed.call(name, { user }));
      expect([error.kind, error.maybeApplied, error.message.includes('adminCount')]).toEqual([
        'unsupported',
        false,
        true,
      ]);
    }
    const group = bed.group('Domain Admins').uid;
    for (const name of ['group.member.add', 'group.member.remove'] as const)
      expect((await errorOf(bed.call(name, { user: rika, group }))).kind).toBe('unsupported');
    expect(bed.asked('MODIFY')).toEqual([]);
    const { items } = await bed.call('group.list', { text: 'admins' });
    expect(items.map(({ name, isManagedElsewhere }) => [name, isManagedElsewhere])).toEqual([['Domain Admins', true]]);
  });
  it('quirk 16: nor is the account that MSPclaw itself signs in with, under whatever name it is known', async () => {
    const account = bed.account('rika.keller');
    Object.assign(account, { principalName: 'SVC-mspclaw@acme.example', shortName: 'svc-mspclaw' });
    for (const name of ['user.disable', 'user.password.reset'] as const)
      expect((await errorOf(bed.call(name, { user: account.uid }))).message).toContain('signs in with');
    account.principalName = '';
    expect((await errorOf(bed.call('user.disable', { user: account.uid }))).message).toContain('signs in with');
    expect(bed.asked('MODIFY')).toEqual([]);
  });
  it('quirk 17: 68 for somebody who is in, 53 for somebody who is not: both are done; 53 for another reason is not', async () => {
    const group = bed.group('Finance Share').uid;
    await bed.call('group.member.add', { user: bela, group });
    await bed.call('group.member.remove', { user: rika, group });
    expect(bed.asked('MODIFY').map(({ status }) => status)).toEqual([68, 53]);
    await bed.call('group.member.add', { user: rika, group });
    expect(bed.account('rika.keller').groupIds).toContain(bed.group('Finance Share').id);
    bed.quirk({ refusesMembers: true });
    const error = await errorOf(bed.call('group.member.remove', { user: rika, group }));
    expect([error.kind, error.maybeApplied, error.message.includes('not willing')]).toEqual([
      'invalid-input',
      false,
      true,
    ]);
  });
});
