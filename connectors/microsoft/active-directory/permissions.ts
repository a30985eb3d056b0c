// What the service account is to be allowed: delegated on the organisational units that it looks after, and nothing more.
import type { Permission } from '#connectors/sdk/connector.ts';

const where = 'Active Directory Users and Computers, the organisational unit, Delegate Control';

export const permissions: readonly Permission[] = [
  {
    name: 'Read all properties',
    where: 'every account of the domain has it, unless it was taken away',
    neededFor: ['connection'],
  },
  { name: 'Write userAccountControl (user objects)', where, neededFor: ['user.disable', 'user.enable'] },
  { name: 'Write lockoutTime (user objects)', where, neededFor: ['user.unlock'] },
  { name: 'Reset password; Write pwdLastSet (user objects)', where, neededFor: ['user.password.reset'] },
  { name: 'Write Members (group objects)', where, neededFor: ['group.member.add', 'group.member.remove'] },
];
