// The closed list of what a person may be allowed to do, and which role is. Roles are cumulative: what a viewer
// may, a technician may too. A row here is the only place where a role gains a permission.
import type { Role, TenantContext } from '../tenant.ts';

/** permission -> the lowest role that holds it */
const lowestRole = {
  'overview.read': 'viewer',
  'inbox.read': 'viewer',
  'run.read': 'viewer',
  'approval.read': 'viewer',
  'playbook.read': 'viewer',
  'device.read': 'viewer',
  'client.read': 'viewer',
  'connection.read': 'viewer',
  'knowledge.read': 'viewer',
  'triage.read': 'viewer',
  'org.read': 'viewer',
  'member.read': 'viewer',

  'incident.update': 'technician',
  'triage.start': 'technician',
  'run.start': 'technician',
  'run.cancel': 'technician',
  'approval.decide': 'technician',
  /** see a secret value that a run brought (a temporary password), once */
  'seal.open': 'technician',

  /** say what became of a side effect whose answer was lost */
  'run.settle': 'engineer',
  'event.replay': 'engineer',
  'playbook.edit': 'engineer',
  'playbook.publish': 'engineer',
  'knowledge.edit': 'engineer',
  'client.edit': 'engineer',
  'device.edit': 'engineer',
  'connection.test': 'engineer',
  'audit.read': 'engineer',

  'connection.manage': 'admin',
  /** see the unguessable part of a webhook address */
  'connection.reveal': 'admin',
  'member.manage': 'admin',
  'org.update': 'admin',
  'audit.export': 'admin',

  'owner.manage': 'owner',
  'org.delete': 'owner',
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof lowestRole;
export const permissions = Object.keys(lowestRole) as Permission[];

const rank: Record<Role, number> = { viewer: 0, technician: 1, engineer: 2, admin: 3, owner: 4 };

/** `system` is our own background work: it acts through use cases, never through a request. */
export function can(role: TenantContext['role'], permission: Permission): boolean {
  if (role === 'system') return true;
  // Own keys only: a role or permission that arrived as text ("constructor") must not find the prototype.
  if (!Object.hasOwn(rank, role) || !Object.hasOwn(lowestRole, permission)) return false;
  return rank[role] >= rank[lowestRole[permission]];
}

/** Does `role` reach `required`? What an approval's `from` asks. */
export function reaches(role: TenantContext['role'], required: Role): boolean {
  if (role === 'system' || !Object.hasOwn(rank, role) || !Object.hasOwn(rank, required)) return false;
  return rank[role] >= rank[required];
}
