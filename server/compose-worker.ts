// The worker: drains the inbox, advances runs, polls vendors, thinks, and lets incidents follow their runs.
import { fileURLToPath } from 'node:url';
import { composeConnections, composeMapping, type Parts } from './composition.ts';
import { advance } from './engine/engine.ts';
import type { EnginePorts } from './engine/ports/engine-ports.ts';
import type { Json } from './engine/ports/run-records.ts';
import { checkWebhooks, pollConnections, syncDueConnections } from './features/connections/public.ts';
import {
  createPlaybookMatcher,
  findCandidates,
  settleIncidentOfRun,
  settleStaleIncidents,
} from './features/incidents/public.ts';
import { acceptHints } from './features/ingest/accept-hints.ts';
import type { DrainDeps } from './features/ingest/drain-inbox.ts';
import { startInboxWorker } from './features/ingest/inbox-worker.ts';
import { importAllDocuments } from './features/knowledge/public.ts';
import { refreshDueMappings } from './features/mapping/public.ts';
import { createPeoplePort } from './features/people/public.ts';
import { installLibrary, readLibrary } from './features/playbooks/public.ts';
import { forgetOldCallbacks } from './features/scripts/public.ts';
import { eraseExpiredSeals } from './features/seals/public.ts';
import { advanceThinking, type TriageDeps, triage } from './features/triage/public.ts';
import { rewrapAllKeys } from './platform/crypto/rewrap-all-keys.ts';
import { listOrgIds } from './platform/db/list-org-ids.ts';
import { AppError } from './platform/errors.ts';
import { sentenceLog } from './platform/logger.ts';
import { systemTenant } from './platform/tenant.ts';
import { modelFromSettings } from './reasoning/model-from-settings.ts';
import { createReasoner } from './reasoning/model-reasoner.ts';
import type { BackgroundJob } from './runtime/background-jobs.ts';
import { DbosRuntime } from './runtime/dbos-runtime.ts';
import { PostgresJournal } from './runtime/postgres-journal.ts';
import { startRun } from './runtime/start-run.ts';
import { startWorker, type Worker } from './runtime/worker.ts';

const library = readLibrary(fileURLToPath(new URL('../playbooks/library', import.meta.url)));

export async function composeWorker(parts: Parts): Promise<Worker> {
  const { database, bus, env, log: logger } = parts;
  const log = sentenceLog(logger);
  const runtime = new DbosRuntime({
    database,
    databaseUrl: env.DATABASE_APP_URL ?? '',
    workerConcurrency: env.MSPCLAW_RUN_CONCURRENCY,
    orgConcurrency: env.MSPCLAW_ORG_CONCURRENCY,
    log,
  });
  const ports: EnginePorts = {
    journal: new PostgresJournal(database.pool, runtime.executorId),
    catalog: bus.catalog,
    capabilities: bus.capabilities,
    people: createPeoplePort({ database }),
    clock: runtime.clock,
    boundary: runtime.boundary,
  };
  const thinking = composeTriage(parts);
  const drain: DrainDeps = {
    database,
    verifier: bus.webhooks,
    reader: bus.entities,
    incidents: {
      database,
      matcher: createPlaybookMatcher(bus.catalog),
      startRun,
      now: parts.now,
      triage: async (tenant, subject) => {
        await triage(tenant, subject, thinking);
      },
      log,
    },
    log,
  };
  const mapping = composeMapping(parts);
  const inbox = startInboxWorker(drain);
  const jobs: BackgroundJob[] = [
    {
      name: 'poll-connections',
      everyMs: 5_000,
      onlyOne: false,
      run: async (signal) => {
        await pollConnections({
          database,
          vendors: bus.gateway,
          acceptHints: (tenant, connectionId, hints) => acceptHints(tenant, { connectionId, hints }, drain),
          onError: (error, where) => log.warn('a poll failed', { ...where, error: String(error) }),
          signal,
        });
      },
    },
    {
      name: 'sync-connections',
      everyMs: 60_000,
      onlyOne: false,
      run: async (signal) => {
        await syncDueConnections({
          ...composeConnections(parts, mapping),
          onError: (error, where) => log.warn('a connection was not read again', { ...where, error: String(error) }),
          signal,
        });
      },
    },
    {
      name: 'check-webhooks',
      everyMs: 60_000,
      onlyOne: true,
      run: async (signal) => {
        await checkWebhooks({
          ...composeConnections(parts),
          onError: (error, where) => log.warn('a webhook could not be checked', { ...where, error: String(error) }),
          signal,
        });
      },
    },
    {
      name: 'settle-incidents',
      everyMs: 30_000,
      onlyOne: true,
      run: async () => void (await settleStaleIncidents({ database })),
    },
    {
      name: 'import-documents',
      everyMs: 15 * 60_000,
      onlyOne: true,
      run: async (signal) => {
        const onError = (error: unknown, connectionId: string) =>
          log.warn('documents were not read', { connectionId, error: String(error) });
        for (const id of await listOrgIds(database)) {
          const documents = { database, documents: bus.documents, now: parts.now, onError, signal };
          await importAllDocuments(systemTenant(id, 'documents'), documents);
        }
      },
    },
    { name: 'erase-seals', everyMs: 600_000, onlyOne: true, run: async () => void (await eraseExpiredSeals(database)) },
    {
      name: 'refresh-mappings',
      everyMs: 60_000,
      onlyOne: true,
      run: async (signal) => {
        const onError = (error: unknown, where: object) =>
          log.warn('a mapping was not compared', { ...where, error: String(error) });
        await refreshDueMappings({ ...mapping, onError, signal });
      },
    },
    {
      name: 'forget-script-results',
      everyMs: 3_600_000,
      onlyOne: true,
      run: () => forgetOldCallbacks(parts),
    },
    { name: 'install-library', everyMs: 10_000, onlyOne: true, run: () => installLibraries(parts) },
    ...(env.MSPCLAW_SECRET_PREVIOUS === undefined
      ? []
      : [{ name: 'rewrap-keys', everyMs: 60_000, onlyOne: true, run: () => rewrapKeys(parts) }]),
    { name: 'think', everyMs: 500, onlyOne: false, run: async () => void (await advanceThinking(thinking)) },
  ];
  const worker = await startWorker({
    database,
    runtime,
    retentionDays: env.MSPCLAW_RETENTION_DAYS,
    log,
    jobs,
    advance: async (segment) => {
      await advance(ports, segment);
      await settleIncidentOfRun(systemTenant(segment.orgId, 'settle'), segment.runId, { database });
    },
  });
  return {
    stop: async () => {
      await inbox.stop();
      await worker.stop();
    },
  };
}

/** Every org has the first-party playbooks, `hand-over` among them, from its first seconds. */
async function installLibraries({ database, bus }: Parts): Promise<void> {
  for (const id of await listOrgIds(database))
    await installLibrary(systemTenant(id, 'library'), library, { database, catalog: bus.catalog });
}

/** While the former secret is configured: says when it is not needed any more. */
async function rewrapKeys({ database, keyring, log }: Parts): Promise<void> {
  const moved = await rewrapAllKeys({ database, keyring });
  log.info({ moved }, 'every data key is under the new secret: MSPCLAW_SECRET_PREVIOUS can be removed');
}

export function composeTriage({ database, bus, env }: Parts): TriageDeps {
  const configured = modelFromSettings({
    model: env.MSPCLAW_MODEL,
    url: env.MSPCLAW_MODEL_URL,
    key: env.MSPCLAW_MODEL_KEY,
  });
  const limits = {
    maxTokens: env.MSPCLAW_MODEL_MAX_TOKENS,
    maxCents: env.MSPCLAW_MODEL_MAX_CENTS,
    centsPer1k: env.MSPCLAW_MODEL_CENTS_PER_1K,
    maxSteps: 12,
  };
  const matcher = createPlaybookMatcher(bus.catalog);
  return {
    database,
    reasoner: configured && createReasoner(configured, limits),
    findCandidates: (tenant, subject) => findCandidates(tenant, subject, { database, matcher }),
    readFact: async (tenant, read) => {
      try {
        const { output, evidenceId, summary } = await bus.readCapability(
          tenant,
          read.capability,
          read.arguments as Json,
          {
            incidentId: read.incidentId,
          },
        );
        return { ok: true, evidence: { evidenceId, answer: output }, summary };
      } catch (error) {
        if (error instanceof AppError) return { ok: false, message: error.message };
        throw error;
      }
    },
  };
}
