// Who may do what to which member, beyond holding "member.manage": owners are the business of owners.
import { requirePermission } from '#server/platform/authz/require-permission.ts';
import { AppError } from '#server/platform/errors.ts';
import type { Role, TenantContext } from '#server/platform/tenant.ts';

/** Making somebody an owner, or touching one who is. */
export function requireReach(tenant: TenantContext, ...touched: Role[]): void {
  requirePermission(tenant, 'member.manage');
  if (touched.includes('owner')) requirePermission(tenant, 'owner.manage');
}

/** An org without an owner could never get one again. */
export function requireOwnerLeft(current: Role, next: Role | 'none', owners: number): void {
  if (current !== 'owner' || next === 'owner' || owners > 1) return;
  throw new AppError('CONFLICT', { message: 'This is the last owner. Make somebody else an owner first.' });
}
