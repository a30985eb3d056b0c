// Active Directory keeps the connector contract, against its sandbox over real LDAP and TLS.
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { activeDirectory } from './connector.ts';
import { activeDirectorySandbox } from './sandbox/active-directory-sandbox.ts';
import { refusedAccount, serviceAccounts } from './sandbox/directory-state.ts';
import { connectionOf, domainId } from './testing/directory-bed.ts';

const nobody = '0e000000-0000-4000-8000-00000000dead';
const domain = () => ({ client: domainId });
/** the account by the local part of its name, brought into the state that gives the call something to do */
const of =
  (mail: string, state: object = {}) =>
  ({ sandbox }: RunningSubject) => {
    const account = sandbox.world.state.accounts.find((row) => row.principalName === `${mail}@acme.example`);
    if (account) Object.assign(account, state);
    return { client: domainId, user: account?.uid };
  };
const group = ({ sandbox }: RunningSubject) =>
  sandbox.world.state.groups.find(({ name }) => name === 'Finance Share')?.uid;

testConnectorContract({
  connector: activeDirectory,
  dialect: activeDirectorySandbox,
  folder: import.meta.dirname,
  isShort: ['client.list'],
  inputs: {
    'client.list': () => ({}),
    'device.list': () => ({}),
    'user.search': domain,
    'user.read': of('owen.castillo'),
    'user.groups': of('owen.castillo'),
    'user.disable': of('rika.keller', { isEnabled: true }),
    'user.enable': of('jules.moreau', { isEnabled: false }),
    'user.unlock': of('bela.singh', { isLockedOut: true }),
    'user.password.reset': of('rika.keller'),
    'group.list': domain,
    'group.member.add': (running) => ({ ...of('rika.keller', { groupIds: [] })(running), group: group(running) }),
    'group.member.remove': (running) => ({ ...of('bela.singh')(running), group: group(running) }),
    'policy.list': domain,
  },
  missing: {
    'user.read': { client: domainId, user: nobody },
    'user.groups': { client: domainId, user: 'nobody@acme.example' },
  },
  wrong: [
    {
      what: 'a wrong password is a wrong key',
      connection: ({ vendor }) => connectionOf(vendor, { secrets: { password: 'not-the-right-one' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'an account the domain does not know',
      connection: ({ vendor }) => connectionOf(vendor, { as: 'nobody@acme.example' }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a service account that is disabled',
      connection: ({ vendor }) => connectionOf(vendor, { as: refusedAccount('533') }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a domain controller whose certificate nobody here trusts',
      connection: ({ vendor }) => connectionOf(vendor, { settings: { caCertificate: '' } }),
      kinds: ['wrong-host'],
    },
    {
      what: 'a search base of another domain',
      connection: ({ vendor }) => connectionOf(vendor, { settings: { searchBase: 'OU=Staff,DC=other,DC=example' } }),
      kinds: ['invalid-input'],
    },
  ],
  forbidden: {
    connection: ({ vendor }) => connectionOf(vendor, { as: serviceAccounts.reader }),
    capability: 'user.disable',
  },
});
