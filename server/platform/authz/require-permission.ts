// The same question as `can`, asked by a use case: the answer is nothing, or a refusal that says what is missing.
import { AppError } from '../errors.ts';
import type { TenantContext } from '../tenant.ts';
import { can, type Permission } from './permissions.ts';

export function requirePermission(tenant: TenantContext, permission: Permission): void {
  if (can(tenant.role, permission)) return;
  throw new AppError('FORBIDDEN', {
    message: `Your role "${tenant.role}" does not allow "${permission}". Ask an admin of this organisation.`,
    details: { permission, role: tenant.role },
  });
}
