// The engine's contract suites on the real thing: Postgres, DBOS, real short times.
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunStatus } from '#server/engine/ports/run-records.ts';
import type { ContractHarness } from '#server/engine/testing/contract-harness.ts';
import { newId } from '#server/platform/ids.ts';
import { DbosRuntime } from '../dbos-runtime.ts';
import { jsonbText } from '../journal/jsonb-text.ts';
import { PostgresJournal } from '../postgres-journal.ts';
import { silentLog } from '../runtime-log.ts';
import { makeRuntimeDatabase } from './runtime-database.ts';
import { seedPlaybook } from './seed-playbook.ts';

const pollMs = 25;

export const makePostgresHarness = async (): Promise<ContractHarness> => {
  const { database, url } = await makeRuntimeDatabase();
  const playbook = await seedPlaybook(database);
  const tenant = { orgId: playbook.orgId };
  const runtime = new DbosRuntime({
    database,
    databaseUrl: url,
    workerConcurrency: 20,
    orgConcurrency: 20,
    log: silentLog,
  });
  const eventually = async (isSo: () => boolean | Promise<boolean>) => {
    for (const until = Date.now() + 15_000; !(await isSo()); await sleep(pollMs)) {
      if (Date.now() > until) throw new Error('it never came to that within 15 s');
    }
  };
  return {
    journal: new PostgresJournal(database.pool, runtime.executorId),
    runtime,
    now: () => new Date(),
    transaction: (work) => database.sqlWithTenant(tenant, work),
    insertRun: async (tx, run = {}) => {
      const runId = newId();
      await tx.query(
        `INSERT INTO run (org_id, id, playbook_id, playbook_version_id, content_hash, event_key, facts, inputs, started_by, deadline_at)
         VALUES ($1, $2::uuid, $3, $4, 'hash', $2::uuid::text, $5, $6, 'system:test', now() + interval '1 day')`,
        [
          tenant.orgId,
          runId,
          playbook.playbookId,
          playbook.versionId,
          jsonbText(run.facts ?? {}),
          jsonbText(run.inputs ?? {}),
        ],
      );
      return { ...tenant, runId, seq: 0 };
    },
    readRun: async ({ runId }) => {
      const [row] = await database.sqlWithTenant(tenant, (sql) =>
        sql.query<{ status: RunStatus; seq: number; outcome: string | null }>(
          'SELECT status, seq, outcome FROM run WHERE org_id = $1 AND id = $2',
          [tenant.orgId, runId],
        ),
      );
      if (row === undefined) throw new Error(`no run ${runId}`);
      return row;
    },
    decideApproval: async (_run, approvalId, status) => {
      await database.sqlWithTenant(tenant, (sql) =>
        sql.query(
          `UPDATE approval SET status = $3::approval_status, decided_by = 'user:approver', decided_at = now() WHERE org_id = $1 AND id = $2`,
          [tenant.orgId, approvalId, status],
        ),
      );
    },
    eventually,
    quiesce: async () => {
      let quietPolls = 0;
      await eventually(async () => {
        const { queued } = await runtime.health();
        quietPolls = queued === 0 ? quietPolls + 1 : 0;
        return quietPolls >= 8;
      });
    },
    close: async () => {
      await runtime.shutdown();
      await database.close();
    },
  };
};
