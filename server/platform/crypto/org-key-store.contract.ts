// What every OrgKeyStore guarantees; run by the in-memory one (envelope tests) and by Postgres.
import { expect, it } from 'vitest';
import { newId } from '../ids.ts';
import { systemTenant, type TenantContext } from '../tenant.ts';
import type { OrgKeyStore } from './org-keyring.ts';

const wrapped = (fill: number) => ({ id: newId(), wrapped: new Uint8Array(60).fill(fill), kekId: 'kek-a' });

export function orgKeyStoreContract(
  make: () => Promise<{ store: OrgKeyStore; orgId: string; otherOrgId: string }>,
): void {
  const tenantOf = (orgId: string): TenantContext => systemTenant(orgId, 'test');

  it('makes one first key when eight callers ask at once', async () => {
    const { store, orgId } = await make();
    const all = await Promise.all(Array.from({ length: 8 }, (_, n) => store.addFirst(tenantOf(orgId), wrapped(n))));
    expect(await store.list(tenantOf(orgId))).toHaveLength(1);
    expect(new Set(all.map((rows) => rows.map((row) => row.id).join())).size).toBe(1);
  });

  it('keeps the old keys when one replaces them, and one is active', async () => {
    const { store, orgId } = await make();
    await store.addFirst(tenantOf(orgId), wrapped(1));
    const next = wrapped(2);
    await store.replace(tenantOf(orgId), next);
    const rows = await store.list(tenantOf(orgId));
    expect(rows).toHaveLength(2);
    expect(rows.filter((row) => row.retiredAt === null).map((row) => row.id)).toEqual([next.id]);
  });

  it('rewraps only what is still wrapped by the key it was read under', async () => {
    const { store, orgId } = await make();
    const first = wrapped(1);
    await store.addFirst(tenantOf(orgId), first);
    await store.rewrap(tenantOf(orgId), first.id, 'kek-a', { wrapped: new Uint8Array(60).fill(9), kekId: 'kek-b' });
    await store.rewrap(tenantOf(orgId), first.id, 'kek-a', { wrapped: new Uint8Array(60).fill(7), kekId: 'kek-c' });
    const [row] = await store.list(tenantOf(orgId));
    expect(row).toMatchObject({ kekId: 'kek-b' });
    expect(row?.wrapped[0]).toBe(9);
  });

  it('shows no key of another org and changes none', async () => {
    const { store, orgId, otherOrgId } = await make();
    const first = wrapped(1);
    await store.addFirst(tenantOf(orgId), first);
    expect(await store.list(tenantOf(otherOrgId))).toEqual([]);
    await store.rewrap(tenantOf(otherOrgId), first.id, 'kek-a', { wrapped: new Uint8Array(60), kekId: 'kek-x' });
    expect(await store.list(tenantOf(orgId))).toMatchObject([{ kekId: 'kek-a' }]);
  });
}
