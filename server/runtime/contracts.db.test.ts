import { durableRuntimeContract } from '#server/engine/testing/durable-runtime.contract.ts';
import { journalContract } from '#server/engine/testing/journal.contract.ts';
import { makePostgresHarness } from './testing/postgres-harness.ts';

journalContract('on Postgres', makePostgresHarness);
durableRuntimeContract('on DBOS and Postgres', makePostgresHarness);
