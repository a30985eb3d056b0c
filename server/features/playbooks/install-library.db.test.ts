import { describe, expect, it } from 'vitest';
import { capabilityCatalog } from '#server/bus/catalog.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { installLibrary, readLibrary } from './install-library.ts';

const database = testDatabase();
const deps = { database, catalog: capabilityCatalog };
const library = readLibrary(new URL('../../../playbooks/library', import.meta.url).pathname);

describe('the first-party library', () => {
  it('reaches a new org complete and live, once', async () => {
    const tenant = await createTestOrg(database);
    expect(library.map(({ slug }) => slug)).toContain('hand-over');
    expect(await installLibrary(tenant, library, deps)).toBe(library.length);
    expect(await installLibrary(tenant, library, deps)).toBe(0);
    const rows = await database.withTenant(tenant, (db) => db.playbook.findMany());
    expect(rows.map(({ slug }) => slug).toSorted()).toEqual(library.map(({ slug }) => slug));
    expect(rows.every(({ liveVersionId, enabled }) => liveVersionId !== null && enabled)).toBe(true);
  });

  it('leaves a playbook that the org has alone, also one it switched off', async () => {
    const tenant = await createTestOrg(database);
    await installLibrary(tenant, library, deps);
    await database.withTenant(tenant, (db) => db.playbook.updateMany({ data: { enabled: false, title: 'Ours' } }));
    await installLibrary(tenant, library, deps);
    const rows = await database.withTenant(tenant, (db) => db.playbook.findMany());
    expect(rows.every(({ enabled, title }) => !enabled && title === 'Ours')).toBe(true);
  });
});
