// One real PostgreSQL for a test run, migrated once; tests make fresh orgs in it. MSPCLAW_TEST_DATABASE_URL
// names a server to use instead.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { createEmbeddedDatabase } from '#server/platform/db/prepare-database.ts';
import { ensurePrismaClient } from '../generated.ts';
import { migrate } from '../migrate.ts';
import { startEmbeddedPostgres } from '../postgres/embedded-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    ownerUrl: string;
    appUrl: string;
    adminUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  await ensurePrismaClient();
  const files = await project.vitest.globTestSpecifications(filtersOf(project));
  const wanted = project.vitest.config.related ?? [];
  const needsDatabase = [...files.map((file) => file.moduleId), ...wanted].some((file) =>
    /\.db\.test\.tsx?$/.test(file),
  );
  if (!needsDatabase) return undefined;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'mspclaw-test-'));
  const server = await startEmbeddedPostgres({ dataDir, port: 0, settings: { fsync: 'off' } });
  const ownerUrl = await createEmbeddedDatabase({
    adminUrl: server.adminUrl,
    database: 'mspclaw',
    password: 'test-owner',
  });
  const prepared = await migrate({ ownerUrl, appUrl: undefined, databasePassword: 'test-app' });
  project.provide('ownerUrl', prepared.ownerUrl);
  project.provide('appUrl', prepared.appUrl);
  project.provide('adminUrl', server.adminUrl);
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** The paths named on the command line. Vitest keeps them, but not in its types; without them every file counts. */
function filtersOf(project: TestProject): string[] | undefined {
  const kept: unknown = Reflect.get(project.vitest, 'filenamePattern');
  const isList = (value: unknown): value is string[] =>
    Array.isArray(value) && value.every((one) => typeof one === 'string');
  return isList(kept) ? kept : undefined;
}
