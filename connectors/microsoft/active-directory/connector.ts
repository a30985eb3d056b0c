// Active Directory on premises over LDAP: what it is, what it can do, and how fast it may be asked.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type AdSecrets, type AdSettings, adAuth } from './auth.ts';
import { addGroupMember, removeGroupMember } from './capabilities/change-group-member.ts';
import { listClient } from './capabilities/list-client.ts';
import { listDevice } from './capabilities/list-device.ts';
import { listGroup } from './capabilities/list-group.ts';
import { listPolicy } from './capabilities/list-policy.ts';
import { listUserGroup } from './capabilities/list-user-group.ts';
import { readUser } from './capabilities/read-user.ts';
import { resetPassword } from './capabilities/reset-password.ts';
import { searchUser } from './capabilities/search-user.ts';
import { disableUser, enableUser } from './capabilities/set-user-enabled.ts';
import { unlockUser } from './capabilities/unlock-user.ts';
import { permissions } from './permissions.ts';
import { testConnection } from './test-connection.ts';

const noLicenses =
  'A domain on premises knows no licences; they are in Microsoft 365, which is a connection of its own.';

export const activeDirectory = defineConnector<AdSettings, AdSecrets>({
  id: 'microsoft/active-directory',
  name: 'Active Directory',
  vendor: 'Microsoft',
  systems: ['directory'],
  summary: 'Users, groups, computers and group policies of one domain on premises, over LDAP with TLS.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox over real LDAP and TLS; not yet against a live domain.',
  },
  auth: adAuth,
  limits: {
    requestsPerMinute: 600,
    burst: 60,
    // each call is a session of its own
    concurrency: 4,
    timeoutMs: 30_000,
    maxResponseBytes: 20_000_000,
    visibilityLagMs: 0,
  },
  capabilities: {
    'client.list': listClient,
    'device.list': listDevice,
    'user.search': searchUser,
    'user.read': readUser,
    'user.groups': listUserGroup,
    'user.disable': disableUser,
    'user.enable': enableUser,
    'user.unlock': unlockUser,
    'user.password.reset': resetPassword,
    'group.list': listGroup,
    'group.member.add': addGroupMember,
    'group.member.remove': removeGroupMember,
    'policy.list': listPolicy,
  },
  cannot: {
    'user.signins':
      'Sign-ins are events in the security log of each domain controller, which LDAP does not reach; user.read tells the last one, days late.',
    'user.sessions.revoke':
      'Kerberos tickets that were given out cannot be taken back over LDAP; they end by themselves, after ten hours unless set otherwise.',
    'license.list': noLicenses,
    'user.license.assign': noLicenses,
    'user.license.remove': noLicenses,
  },
  permissions,
  // a directory calls nobody, and nothing of ours waits for news of people; a computer changes with every sign-in, which
  // says nothing about its health
  triggers: { polls: [] },
  test: testConnection,
});
