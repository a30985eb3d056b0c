// Who acts, for which org. The first argument of every use case and repository function.
export const roles = ['owner', 'admin', 'engineer', 'technician', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** "user:<id>" | "run:<id>" | "connection:<id>" | "system:<part>": what the audit log says */
export type Actor = `user:${string}` | `run:${string}` | `connection:${string}` | `system:${string}`;

export interface TenantContext {
  readonly orgId: string;
  readonly actor: Actor;
  /** a person's role; `system` for our own background work, which no request can obtain */
  readonly role: Role | 'system';
}

export const systemTenant = (orgId: string, part: string): TenantContext => ({
  orgId,
  actor: `system:${part}`,
  role: 'system',
});
