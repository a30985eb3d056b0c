// Changes in a tenant: what they do, what is done already, and what Microsoft refuses.

import { describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { openGraphBed } from './testing/graph-bed.ts';

const bed = openGraphBed();
const dana = 'dana.whitfield@acme.example';
const trainee = 'dana.whitfield2@acme.example';

describe('a reset password', () => {
  it('is made here, is in the answer, works, and must be changed', async () => {
    const { temporaryPassword, user } = await bed.call('user.password.reset', { user: trainee });
    const account = bed.account(trainee);
    expect([account.password, account.mustChangePassword, account.uid]).toEqual([temporaryPassword, true, user]);
    expect(temporaryPassword.length).toBeGreaterThanOrEqual(20);
    const again = await bed.call('user.password.reset', { user: trainee });
    expect(again.temporaryPassword).not.toBe(temporaryPassword);
  });
  it('is in no error, also when Microsoft says it back', async () => {
    bed.quirk({ echoesPassword: true });
    const on = bed.context();
    const error = await errorOf(bed.call('user.password.reset', { user: trainee }, on));
    const sent = on.mutations()[0]?.json as { passwordProfile: { password: string } };
    const shown = `${error.message} ${JSON.stringify(error.detail)} ${error.stack} ${String(error.cause)}`;
    expect(sent.passwordProfile.password.length).toBe(24);
    expect(shown).not.toContain(sent.passwordProfile.password);
    expect(shown).toContain('complexity');
    expect(bed.account(trainee).password).not.toBe(sent.passwordProfile.password);
  });
  it.each(['drop', 'half', 'page'] as const)(
    'is in no error when the line breaks (%s): nobody knows which one is set',
    async (kind) => {
      const on = bed.context();
      await bed.call('user.read', { user: trainee }, on);
      bed.vendor.addFault({ kind, when: 'after', isChange: true });
      const error = await errorOf(bed.call('user.password.reset', { user: trainee }, on));
      const sent = on.mutations()[0]?.json as { passwordProfile: { password: string } };
      expect([error.maybeApplied, on.mutations().length]).toEqual([true, 1]);
      expect(`${error.message} ${JSON.stringify(error.detail)} ${error.stack}`).not.toContain(
        sent.passwordProfile.password,
      );
    },
  );
});

describe('people', () => {
  it('disabling answers what was asked for, also while reads still show the old state', async () => {
    bed.quirk({ staleReads: 3 });
    expect((await bed.call('user.disable', { user: trainee })).isEnabled).toBe(false);
    expect((await bed.call('user.read', { user: trainee })).isEnabled).toBe(true);
    expect(bed.account(trainee).isEnabled).toBe(false);
    expect((await bed.call('user.enable', { user: trainee })).isEnabled).toBe(true);
  });
  it('two people of one name are told apart, and an apostrophe is a letter', async () => {
    const { items } = await bed.call('user.search', { text: 'Dana Whitfield' });
    expect(items.map(({ principalName }) => principalName)).toEqual([dana, trainee]);
    expect((await bed.call('user.search', { text: "O'Brien" })).items.length).toBe(1);
    expect((await bed.call('user.search', { text: '"Dana" OR (displayName:' })).items).toEqual([]);
  });
  it('disabled ones are searched for', async () => {
    const { items } = await bed.call('user.search', { isEnabled: false });
    expect(items.map(({ name }) => name)).toEqual(['Jules Moreau', 'Mia Torres']);
  });
  it('a sign-in tells when, from where, and why not', async () => {
    const { items } = await bed.call('user.signins', { user: dana, limit: 2 });
    expect(items.map(({ isSuccess, place, reason }) => [isSuccess, place, reason])).toEqual([
      [true, 'Lagos, NG', null],
      [false, 'Lagos, NG', 'Error validating credentials due to invalid username or password. (50126)'],
    ]);
    const since = new Date(Date.now() - 60 * 60_000).toISOString();
    expect((await bed.call('user.signins', { user: dana, since })).items.every(({ at }) => at >= since)).toBe(true);
  });
  it('the last sign-in is told by user.read, and a time that is never is none', async () => {
    const { lastSignInAt, isLockedOut } = await bed.call('user.read', { user: dana });
    const newest = Math.floor((bed.account(dana).lastSignInAtMs ?? 0) / 1_000) * 1_000;
    expect([lastSignInAt, isLockedOut]).toEqual([new Date(newest).toISOString(), null]);
  });
});

describe('groups', () => {
  it('adding somebody who is in already, and taking out somebody who is not, is done', async () => {
    const group = bed.group('VPN Users').uid;
    await bed.call('group.member.add', { user: trainee, group });
    await bed.call('group.member.add', { user: trainee, group });
    expect(bed.account(trainee).groupIds).toEqual([bed.group('VPN Users').id]);
    await bed.call('group.member.remove', { user: trainee, group });
    await bed.call('group.member.remove', { user: trainee, group });
    expect(bed.account(trainee).groupIds).toEqual([]);
  });
  it.each([
    ['All Staff', 'a rule decides'],
    ['Finance Share', 'on premises'],
    ['Announcements', 'Exchange'],
  ])('members of "%s" are decided elsewhere: said, and nothing is sent', async (name, why) => {
    const group = bed.group(name).uid;
    for (const capability of ['group.member.add', 'group.member.remove'] as const) {
      const on = bed.context();
      const error = await errorOf(bed.call(capability, { user: dana, group }, on));
      expect([error.kind, on.mutations()]).toEqual(['unsupported', []]);
      expect(error.message).toContain(why);
    }
    const { items } = await bed.call('group.list', { text: name });
    expect(items.map(({ isManagedElsewhere }) => isManagedElsewhere)).toEqual([true]);
  });
  it('roles are no groups, and a team may be changed', async () => {
    const { items } = await bed.call('user.groups', { user: dana });
    expect(items.map(({ name, isManagedElsewhere }) => [name, isManagedElsewhere])).toEqual([
      ['VPN Users', false],
      ['All Staff', true],
      ['Finance Team', false],
    ]);
    await bed.call('group.member.add', { user: trainee, group: bed.group('Finance Team').uid });
  });
  it('a person or a group that does not exist is not found, and nothing is sent', async () => {
    const on = bed.context();
    const group = bed.group('VPN Users').uid;
    const nobody = '0e000000-0000-4000-8000-00000000dead';
    for (const given of [
      { user: nobody, group },
      { user: dana, group: nobody },
    ]) {
      expect((await errorOf(bed.call('group.member.remove', given, on))).kind).toBe('not-found');
    }
    expect(on.mutations()).toEqual([]);
  });
});

describe('licences', () => {
  it('are given and taken, and what is so already is done', async () => {
    const license = bed.license('SPB');
    await bed.call('user.license.assign', { user: trainee, license });
    await bed.call('user.license.assign', { user: trainee, license });
    expect(bed.account(trainee).licenseIds.length).toBe(1);
    await bed.call('user.license.remove', { user: trainee, license });
    await bed.call('user.license.remove', { user: trainee, license });
    expect(bed.account(trainee).licenseIds).toEqual([]);
  });
  it('without a place of use there is none: said, and nothing is sent', async () => {
    const on = bed.context();
    const error = await errorOf(
      bed.call('user.license.assign', { user: 'sean.obrien@acme.example', license: bed.license('SPB') }, on),
    );
    expect([error.kind, on.mutations()]).toEqual(['invalid-input', []]);
    expect(error.message).toContain('usage location');
  });
  it('one that came with a group ends with the group: said, and nothing is sent', async () => {
    const on = bed.context();
    const error = await errorOf(
      bed.call('user.license.remove', { user: dana, license: bed.license('EXCHANGESTANDARD') }, on),
    );
    expect([error.kind, on.mutations()]).toEqual(['unsupported', []]);
  });
  it('none is free: said in words', async () => {
    const error = await errorOf(
      bed.call('user.license.assign', { user: trainee, license: bed.license('VISIOCLIENT') }),
    );
    expect([error.kind, error.maybeApplied]).toEqual(['conflict', false]);
    expect(error.message).toContain('no licence of this kind is free');
  });
});

describe('devices', () => {
  it('tell what Intune knew at the last check-in, and never whether they are on', async () => {
    const device = bed.sandbox.world.device('ACME-DC01');
    const status = await bed.call('device.status', { device: device?.uid });
    const seen = new Date(Math.floor((device?.lastSeenAtMs ?? 0) / 1_000) * 1_000).toISOString();
    expect(status).toMatchObject({
      name: 'ACME-DC01',
      online: null,
      takenAt: seen,
      lastSeenAt: seen,
      health: 'needs-attention',
      systemDrive: null,
      macs: device?.macs,
    });
  });
});
