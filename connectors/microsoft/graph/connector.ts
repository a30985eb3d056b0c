// Microsoft 365 over Graph: what it is, what it can do, and how fast it may be asked.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type GraphSecrets, type GraphSettings, graphAuth } from './auth.ts';
import { addGroupMember, removeGroupMember } from './capabilities/change-group-member.ts';
import { assignLicense, removeLicense } from './capabilities/change-user-license.ts';
import { listClient } from './capabilities/list-client.ts';
import { listDevice } from './capabilities/list-device.ts';
import { listGroup } from './capabilities/list-group.ts';
import { listLicense } from './capabilities/list-license.ts';
import { listSignIn } from './capabilities/list-sign-in.ts';
import { listUserGroup } from './capabilities/list-user-group.ts';
import { readDeviceStatus } from './capabilities/read-device-status.ts';
import { readUser } from './capabilities/read-user.ts';
import { resetPassword } from './capabilities/reset-password.ts';
import { revokeSession } from './capabilities/revoke-session.ts';
import { searchUser } from './capabilities/search-user.ts';
import { disableUser, enableUser } from './capabilities/set-user-enabled.ts';
import { permissions } from './permissions.ts';
import { testConnection } from './test-connection.ts';

export const microsoftGraph = defineConnector<GraphSettings, GraphSecrets>({
  id: 'microsoft/graph',
  name: 'Microsoft 365',
  vendor: 'Microsoft',
  systems: ['directory'],
  summary: 'Users, groups, licences, sign-ins and Intune devices of one Microsoft 365 tenant.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox of the documented Graph v1.0; not yet against a live tenant.',
  },
  auth: graphAuth,
  limits: {
    // a small tenant gives 3,500 units in ten seconds, a list of users costs two; sign-ins are far scarcer, hence the lane
    requestsPerMinute: 600,
    burst: 60,
    concurrency: 6,
    laneConcurrency: 1,
    timeoutMs: 30_000,
    maxResponseBytes: 10_000_000,
    visibilityLagMs: 60_000,
  },
  capabilities: {
    'client.list': listClient,
    'device.list': listDevice,
    'device.status': readDeviceStatus,
    'user.search': searchUser,
    'user.read': readUser,
    'user.groups': listUserGroup,
    'user.signins': listSignIn,
    'user.disable': disableUser,
    'user.enable': enableUser,
    'user.sessions.revoke': revokeSession,
    'user.password.reset': resetPassword,
    'group.list': listGroup,
    'group.member.add': addGroupMember,
    'group.member.remove': removeGroupMember,
    'license.list': listLicense,
    'user.license.assign': assignLicense,
    'user.license.remove': removeLicense,
  },
  cannot: {
    'user.unlock':
      'Entra ID locks accounts for a while by itself and has no way to unlock one; a password reset ends it.',
    'policy.list': 'Group policies live in an Active Directory on premises; Microsoft 365 has none.',
  },
  permissions,
  // users and groups can be subscribed to, but nothing of ours waits for news of them; devices and sign-ins cannot
  triggers: { polls: [] },
  test: testConnection,
});
