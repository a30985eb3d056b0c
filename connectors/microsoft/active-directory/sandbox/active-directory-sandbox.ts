// A domain controller of the one client that has a domain, over LDAP and TLS.
import { defineLdapSandbox } from '#connectors/sdk/sandbox/ldap-dialect.ts';
import type { LdapResult } from '#connectors/sdk/sandbox/ldap-server.ts';
import { localCertificate } from '#connectors/sdk/sandbox/local-certificate.ts';
import { changeEntry } from './change-entry.ts';
import { type DirectoryState, initialDirectoryState, passwordOf, serviceAccounts } from './directory-state.ts';
import { searchDomain } from './search-domain.ts';

const noSignIn = (data: string): LdapResult => ({
  resultCode: 49,
  said: `80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data ${data}, v4563\u0000`,
});

export const activeDirectorySandbox = defineLdapSandbox<DirectoryState>({
  connector: 'microsoft/active-directory',
  initialState: initialDirectoryState,
  bind(name, password, { state }) {
    // without a password anybody is let in, as nobody
    if (password === '') return { resultCode: 0 };
    const account = state.accounts[name];
    if (!account) return noSignIn('525');
    if (account.password !== password) return noSignIn('52e');
    return account.refusedWith === null ? { resultCode: 0 } : noSignIn(account.refusedWith);
  },
  search: searchDomain,
  modify: changeEntry,
  connection: (url) => ({
    settings: { url, bindName: serviceAccounts.full, caCertificate: localCertificate.cert, searchBase: '' },
    secrets: { password: passwordOf(serviceAccounts.full) },
  }),
});
