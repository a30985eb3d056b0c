// What must not happen: each row is somebody who must not decide.
import { describe, expect, it } from 'vitest';
import type { Role, TenantContext } from '#server/platform/tenant.ts';
import { refusalOf } from './approvals.policy.ts';

const now = new Date('2026-11-20T08:00:00Z');
const later = new Date('2026-11-20T09:00:00Z');
const pending = { status: 'pending', expiresAt: later, fromRole: 'technician', requestedBy: 'run:r' } as const;
const person = (role: Role): TenantContext => ({ orgId: 'o', actor: 'user:me', role });

describe('an approval', () => {
  it('is open to the named role and every role above it, and to nobody below', () => {
    const may = (role: Role, fromRole: Role) => refusalOf(person(role), { ...pending, fromRole }, now) === null;
    const order: Role[] = ['viewer', 'technician', 'engineer', 'admin', 'owner'];
    for (const [asked, fromRole] of order.entries()) {
      for (const [held, role] of order.entries())
        expect(may(role, fromRole), `${role} for ${fromRole}`).toBe(held >= asked);
    }
  });

  it.each([
    ['its requester', person('owner'), { ...pending, requestedBy: 'user:me' }, /asked/],
    ['our own background work', { orgId: 'o', actor: 'system:x', role: 'system' } as const, pending, /Only a/],
    ['a run', { orgId: 'o', actor: 'run:r2', role: 'owner' } as const, pending, /Only a/],
    ['anybody once it expired', person('owner'), { ...pending, expiresAt: now }, /expired/],
    ['anybody once it was decided', person('owner'), { ...pending, status: 'denied' } as const, /denied already/],
    ['anybody once it was withdrawn', person('owner'), { ...pending, status: 'withdrawn' } as const, /withdrawn/],
  ])('is refused to %s', (_who, tenant, approval, reason) => {
    expect(refusalOf(tenant, approval, now)).toMatch(reason);
  });
});
