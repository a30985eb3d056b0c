// Who may decide what: the same answer for the button and for the mutation.
import { reaches } from '#server/platform/authz/permissions.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ApprovalRow } from './approvals.repository.ts';

type Decidable = Pick<ApprovalRow, 'status' | 'expiresAt' | 'fromRole' | 'requestedBy'>;

/** null = may decide; else the sentence that says why not. */
export function refusalOf(tenant: TenantContext, approval: Decidable, now: Date): string | null {
  if (approval.status !== 'pending') return `This was ${approval.status} already.`;
  if (approval.expiresAt <= now) return 'This has expired: no answer in time means no.';
  if (approval.requestedBy === tenant.actor) return 'Who asked cannot be the one who approves.';
  // A person decides. Our own background work has no role that reaches any.
  if (!tenant.actor.startsWith('user:') || !reaches(tenant.role, approval.fromRole)) {
    return `Only a ${approval.fromRole} or above may decide this.`;
  }
  return null;
}
