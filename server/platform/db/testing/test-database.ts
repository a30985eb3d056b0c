// For .db.test files: the run's database as the application sees it, and fresh orgs in it.
import { afterAll, inject } from 'vitest';
import { newId } from '../../ids.ts';
import { systemTenant, type TenantContext } from '../../tenant.ts';
import { type Database, openDatabase } from '../database.ts';

/** Opened as the application's role; closed after the file. */
export function testDatabase(poolSize = 8): Database {
  const database = openDatabase({ url: inject('appUrl'), poolSize, onError: () => {} });
  afterAll(() => database.close());
  return database;
}

/** A new org with nothing in it. */
export async function createTestOrg(database: Database, name = 'Test MSP'): Promise<TenantContext> {
  const orgId = newId();
  await database.withTenant({ orgId }, (db) => db.org.create({ data: { id: orgId, slug: `t-${orgId}`, name } }));
  return systemTenant(orgId, 'test');
}
