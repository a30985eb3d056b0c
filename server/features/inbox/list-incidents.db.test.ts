import { describe, expect, it } from 'vitest';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { IncidentStatus, Severity } from './list-incidents.schema.ts';
import { countIncidents, listIncidents } from './list-incidents.ts';

const database = testDatabase();
const deps = { database };

async function seed(tenant: TenantContext, rows: { status: IncidentStatus; severity: Severity; minute: number }[]) {
  const { orgId } = tenant;
  for (const [index, { status, severity, minute }] of rows.entries()) {
    const at = new Date(Date.UTC(2026, 10, 20, 8, minute));
    const kind = 'disk.space';
    await database.withTenant(tenant, (db) =>
      db.incident.create({
        data: {
          orgId,
          fingerprint: `f${index}`,
          kind,
          title: `Incident ${index}`,
          severity,
          status,
          firstAt: at,
          lastAt: at,
        },
      }),
    );
  }
}
const mixed = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    status: (['open', 'escalated', 'resolved'] as const)[index % 3] ?? 'open',
    severity: (['critical', 'info'] as const)[index % 2] ?? 'info',
    // many share a minute: the id must break the tie
    minute: Math.floor(index / 5),
  }));

describe('the inbox', () => {
  it('shows each incident once, latest first, however the pages are cut', async () => {
    const tenant = await createTestOrg(database);
    await seed(tenant, mixed(30));
    for (const limit of [1, 4, 30, 100]) {
      const shown: { title: string; lastAt: Date }[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await listIncidents(tenant, { view: 'all', limit, cursor }, deps);
        shown.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor);
      expect(new Set(shown.map((row) => row.title)).size, `limit ${limit}`).toBe(30);
      expect(shown).toHaveLength(30);
      expect(shown.every((row, index) => index === 0 || row.lastAt <= (shown[index - 1]?.lastAt ?? row.lastAt))).toBe(
        true,
      );
    }
  });

  it('counts beside each choice exactly what that choice would show', async () => {
    const tenant = await createTestOrg(database);
    await seed(tenant, mixed(24));
    const filter = { view: 'all', severity: 'critical' } as const;
    const facets = await countIncidents(tenant, filter, deps);
    expect(facets.status.length).toBe(3);
    for (const { value, count } of facets.status) {
      const page = await listIncidents(tenant, { ...filter, status: value as IncidentStatus, limit: 100 }, deps);
      expect(page.items, value).toHaveLength(count);
    }
    for (const { value, count } of facets.severity) {
      const page = await listIncidents(tenant, { view: 'all', severity: value as Severity, limit: 100 }, deps);
      expect(page.items, value).toHaveLength(count);
    }
  });

  it('opens with what is active, and refuses a cursor that it never gave', async () => {
    const tenant = await createTestOrg(database);
    await seed(tenant, mixed(9));
    const active = await listIncidents(tenant, { view: 'active', limit: 50 }, deps);
    expect(active.items.map((row) => row.status).sort()).toEqual([
      'escalated',
      'escalated',
      'escalated',
      'open',
      'open',
      'open',
    ]);
    for (const cursor of ['x', '2026-11-20', '_', "'; DROP TABLE incident; --"]) {
      await expect(listIncidents(tenant, { view: 'all', limit: 5, cursor }, deps)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
    }
  });
});
