import { describe } from 'vitest';
import { createTestOrg, testDatabase } from '../db/testing/test-database.ts';
import { orgKeyStoreContract } from './org-key-store.contract.ts';
import { createOrgKeyStore } from './org-keys.repository.ts';

const database = testDatabase();

describe('the store in Postgres', () => {
  orgKeyStoreContract(async () => ({
    store: createOrgKeyStore(database),
    orgId: (await createTestOrg(database)).orgId,
    otherOrgId: (await createTestOrg(database)).orgId,
  }));
});
