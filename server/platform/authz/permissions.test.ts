import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { type Role, roles } from '../tenant.ts';
import { can, type Permission, permissions, reaches } from './permissions.ts';
import { requirePermission } from './require-permission.ts';

const weakestFirst: Role[] = ['viewer', 'technician', 'engineer', 'admin', 'owner'];

describe('roles', () => {
  it('only ever gain permissions on the way from viewer to owner', () => {
    for (const permission of permissions) {
      const held = weakestFirst.map((role) => can(role, permission));
      expect(held.indexOf(true), permission).toBeGreaterThanOrEqual(0);
      expect(held, permission).toEqual([...held].sort((a, b) => Number(a) - Number(b)));
    }
    expect(permissions.every((permission) => can('owner', permission))).toBe(true);
  });

  it('let a viewer read and nothing else', () => {
    expect(permissions.filter((permission) => can('viewer', permission)).every((name) => name.endsWith('.read'))).toBe(
      true,
    );
  });

  it('keep owners in the hands of owners, and connections and members out of the hands of engineers', () => {
    expect(roles.filter((role) => can(role, 'owner.manage'))).toEqual(['owner']);
    for (const permission of ['connection.manage', 'connection.reveal', 'member.manage'] as const) {
      expect(can('engineer', permission), permission).toBe(false);
    }
  });

  it('are refused when they are not roles, or the permission is not one', () => {
    for (const name of ['constructor', '__proto__', 'toString', '', 'OWNER']) {
      expect(can(name as Role, 'run.read'), name).toBe(false);
      expect(can('owner', name as Permission), name).toBe(false);
      expect(reaches(name as Role, 'viewer'), name).toBe(false);
    }
  });

  it('reach what an approval asks for, and a role above it', () => {
    expect(roles.filter((role) => reaches(role, 'engineer')).sort()).toEqual(['admin', 'engineer', 'owner']);
    expect(reaches('system', 'viewer')).toBe(false);
  });
});

it('a refusal names the permission and the role', () => {
  const viewer = { orgId: 'o', actor: 'user:u', role: 'viewer' } as const;
  expect(() => requirePermission(viewer, 'connection.manage')).toThrow(AppError);
  expect(() => requirePermission(viewer, 'connection.manage')).toThrow(/"viewer".*"connection.manage"/);
  expect(() => requirePermission(viewer, 'run.read')).not.toThrow();
});
