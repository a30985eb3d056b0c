// Application permissions of the app registration, the least for each capability.
import type { Permission } from '#connectors/sdk/connector.ts';

const where = 'App registrations, API permissions, Microsoft Graph, Application permissions; then Grant admin consent';

export const permissions: readonly Permission[] = [
  {
    name: 'User.Read.All',
    where,
    neededFor: ['connection', 'client.list', 'user.search', 'user.read', 'user.groups'],
  },
  { name: 'User.EnableDisableAccount.All', where, neededFor: ['user.disable', 'user.enable'] },
  { name: 'User.RevokeSessions.All', where, neededFor: ['user.sessions.revoke'] },
  { name: 'User-PasswordProfile.ReadWrite.All', where, neededFor: ['user.password.reset'] },
  {
    name: 'Directory role that covers the users, such as Helpdesk Administrator',
    where: 'Entra admin center, Roles and administrators: assign it to the app. Administrators stay out of its reach.',
    neededFor: ['user.password.reset'],
  },
  {
    name: 'GroupMember.ReadWrite.All',
    where,
    neededFor: ['user.groups', 'group.list', 'group.member.add', 'group.member.remove'],
  },
  { name: 'LicenseAssignment.Read.All', where, neededFor: ['license.list', 'user.search', 'user.read'] },
  { name: 'LicenseAssignment.ReadWrite.All', where, neededFor: ['user.license.assign', 'user.license.remove'] },
  { name: 'DeviceManagementManagedDevices.Read.All', where, neededFor: ['device.list', 'device.status'] },
  { name: 'AuditLog.Read.All', where, neededFor: ['user.signins', 'user.read'] },
];
