// The OrgKeyStore of tests that need keys and no database.
import type { OrgKeyStore, WrappedOrgKey } from '../org-keyring.ts';

export function createMemoryOrgKeyStore(): OrgKeyStore {
  const byOrg = new Map<string, WrappedOrgKey[]>();
  const rowsOf = (orgId: string): WrappedOrgKey[] => byOrg.get(orgId) ?? [];
  return {
    list: async (tenant) => rowsOf(tenant.orgId),
    async addFirst(tenant, key) {
      const rows = rowsOf(tenant.orgId);
      if (!rows.some((row) => row.retiredAt === null)) byOrg.set(tenant.orgId, [...rows, { ...key, retiredAt: null }]);
      return rowsOf(tenant.orgId);
    },
    async replace(tenant, key) {
      const retired = rowsOf(tenant.orgId).map((row) => ({ ...row, retiredAt: row.retiredAt ?? new Date() }));
      byOrg.set(tenant.orgId, [...retired, { ...key, retiredAt: null }]);
    },
    async rewrap(tenant, id, from, to) {
      const rows = rowsOf(tenant.orgId).map((row) => (row.id === id && row.kekId === from ? { ...row, ...to } : row));
      byOrg.set(tenant.orgId, rows);
    },
  };
}
