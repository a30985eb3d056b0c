// A database of its own for tests that advance runs: a second runtime on a shared one would take their segments.
import { inject } from 'vitest';
import { migrate } from '#scripts/migrate.ts';
import { type Database, openDatabase } from '#server/platform/db/database.ts';
import { createEmbeddedDatabase } from '#server/platform/db/prepare-database.ts';
import { newId } from '#server/platform/ids.ts';

export interface RuntimeDatabase {
  database: Database;
  url: string;
}

export async function makeRuntimeDatabase(): Promise<RuntimeDatabase> {
  const name = `runtime_${newId().replaceAll('-', '')}`;
  const owner = new URL(inject('ownerUrl'));
  const ownerUrl = await createEmbeddedDatabase({
    adminUrl: inject('adminUrl'),
    database: name,
    password: decodeURIComponent(owner.password),
  });
  const { appUrl } = await migrate({ ownerUrl, appUrl: undefined, databasePassword: 'test-app' });
  return { database: openDatabase({ url: appUrl, poolSize: 10, onError: () => {} }), url: appUrl };
}
