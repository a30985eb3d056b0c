// What surprises about getting into a domain: one named test each, numbered as in the README.

import { afterEach, describe, expect, it } from 'vitest';
import { startLdapServer } from '#connectors/sdk/sandbox/ldap-server.ts';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { adAuth } from './auth.ts';
import { activeDirectory } from './connector.ts';
import { refusedAccount } from './sandbox/directory-state.ts';
import { connectionOf, openDirectoryBed } from './testing/directory-bed.ts';

const bed = openDirectoryBed();
const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

describe('signing in', () => {
  it.each([
    ['525', 'nobody@acme.example', 'no such account'],
    ['530', refusedAccount('530'), 'at this hour'],
    ['531', refusedAccount('531'), 'list of workstations'],
    ['532', refusedAccount('532'), 'password has expired'],
    ['533', refusedAccount('533'), 'disabled'],
    ['701', refusedAccount('701'), 'account has expired'],
    ['773', refusedAccount('773'), 'must be changed first'],
    ['775', refusedAccount('775'), 'locked out'],
  ])('quirk 18: all are code 49; data %s is told apart in words', async (data, as, words) => {
    const error = await errorOf(activeDirectory.test(bed.context({ as })));
    expect([error.kind, error.retryable, error.maybeApplied]).toEqual(['unauthenticated', false, false]);
    expect(error.message).toContain(words);
    expect(error.message).toContain(data);
  });
  it('quirk 18: a wrong password (52e) is a wrong password', async () => {
    const error = await errorOf(activeDirectory.test(bed.context({ secrets: { password: 'not-the-right-one' } })));
    expect(error.message).toContain('the password is wrong (52e)');
  });
  it('quirk 19: an empty password would let anybody in as nobody: it is never accepted, and never sent', async () => {
    expect(adAuth.secrets.safeParse({ password: '' }).success).toBe(false);
    const on = bed.context();
    const error = await errorOf(activeDirectory.test({ ...on, secrets: { password: '' } }));
    expect([error.kind, bed.asked('BIND')]).toEqual(['unauthenticated', []]);
  });
  it('quirk 20: a domain controller that wants signing (code 8) is answered with what to do', async () => {
    const server = await startLdapServer({
      bind: () => ({
        resultCode: 8,
        said: '00002028: LdapErr: DSID-0C090259, comment: The server requires binds to turn on integrity checking',
      }),
      search: () => ({ resultCode: 1 }),
      modify: () => ({ resultCode: 1 }),
    });
    servers.push(server);
    const error = await errorOf(activeDirectory.test(bed.context({ settings: { url: server.url } })));
    expect([error.kind, error.message.includes('ldaps://')]).toEqual(['wrong-host', true]);
  });
  it.each([
    ['dc1.corp.example', 'ldaps://dc1.corp.example'],
    ['LDAPS://DC1.corp.example:636/', 'ldaps://dc1.corp.example:636'],
    ['ldap://127.0.0.1:389', 'ldap://127.0.0.1:389'],
    ['ldap://dc1.corp.example', null],
    ['https://dc1.corp.example', null],
    ['ldaps://svc:pw@dc1', null],
    ['ldaps://dc1/DC=corp', null],
    ['ldaps://dc1.corp.example:3269', null],
    ['ldaps://', null],
  ])('quirk 21: plain LDAP only on this machine, and no global catalogue: %s', (url, expected) => {
    const parsed = adAuth.settings.safeParse({ url, bindName: 'svc@corp.example' });
    expect(parsed.success ? parsed.data.url : null).toBe(expected);
  });
  it('quirk 22: referrals are not followed: pointers in a list are left, a refusal is said', async () => {
    expect((await bed.call('user.search')).items.length).toBe(6);
    bed.quirk({ refers: true });
    const error = await errorOf(bed.call('user.search'));
    expect([error.kind, error.message.includes('referrals are not followed')]).toEqual(['wrong-host', true]);
  });
  it('quirk 23: the certificate is of the domain’s own authority, which the connection names; line breaks that a form lost are put back', async () => {
    const error = await errorOf(activeDirectory.test(bed.context({ settings: { caCertificate: '' } })));
    expect([error.kind, error.message.includes('own authority')]).toEqual(['wrong-host', true]);
    const { settings } = connectionOf(bed.vendor) as { settings: { caCertificate: string } };
    const flat = settings.caCertificate.replace(/\n/g, ' ');
    const on = testContext(activeDirectory, connectionOf(bed.vendor, { settings: { caCertificate: flat } }));
    expect((await activeDirectory.test(on)).summary).toBe('acme.example: 6 users, 6 computers');
    expect(adAuth.settings.safeParse({ url: 'dc1', bindName: 'a', caCertificate: 'nonsense' }).success).toBe(false);
  });
});
