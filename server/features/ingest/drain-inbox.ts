// One batch of an inbox: hooks become hints, hints about the same thing become one re-reading, and what was read
// goes to the incidents. Every row ends in a verdict; a crash before that only means that it is claimed again.
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { type HandleEventDeps, handleAlert, handleTicket, takeInGoneAlert } from '../incidents/public.ts';
import { pollMark } from './accept-hints.ts';
import {
  type ClaimedRow,
  claimRows,
  finishRow,
  noteLastEvent,
  type Outage,
  readOutage,
  releaseWaiting,
  renewLeases,
} from './inbox.repository.ts';
import type { EntityHint, EntityReader, IngestLog, ReadOutcome, WebhookVerifier } from './ingest-ports.ts';
import { judgeRow, type Outcome } from './judge-row.ts';
import { readWebhookBody } from './read-webhook-body.ts';

export interface DrainDeps {
  database: Database;
  verifier: Pick<WebhookVerifier, 'parse' | 'decoderOf'>;
  reader: EntityReader;
  incidents: HandleEventDeps;
  log: IngestLog;
}

export interface DrainLimits {
  batchRows: number;
  /** re-readings at once */
  concurrency: number;
  leaseMs: number;
  /** failures of a row itself before it is a dead letter */
  maxAttempts: number;
  /** first wait after a failure; doubles with each */
  backoffMs: number;
  maxBackoffMs: number;
}
export const drainLimits: DrainLimits = {
  batchRows: 50,
  concurrency: 4,
  leaseMs: 60_000,
  maxAttempts: 5,
  backoffMs: 2_000,
  maxBackoffMs: 300_000,
};

export type DrainCount = Record<'done' | 'ignored' | 'dead' | 'pending', number>;

const noOutage: Outage = { isTrying: false, backForMs: null };
/** one at a time after an outage, then two, four ...: in order, and nothing falls on the vendor at once */
const widenEveryMs = 10_000;
const widthOf = ({ isTrying, backForMs }: Outage, usual: number): number =>
  isTrying ? 1 : backForMs === null ? usual : Math.min(usual, 2 ** Math.floor(Math.max(0, backForMs) / widenEveryMs));

/** One thing of a vendor's that some rows of the batch are about. */
interface Subject {
  connectionId: string;
  hint: EntityHint;
  rowIds: string[];
}

/** @param connectionId only what came from this connection: one that is slow must not hold up the others */
export async function drainInbox(
  tenant: TenantContext,
  deps: DrainDeps,
  limits = drainLimits,
  connectionId?: string,
): Promise<DrainCount> {
  const count: DrainCount = { done: 0, ignored: 0, dead: 0, pending: 0 };
  const { rows, outage } = await deps.database.sqlWithTenant(tenant, async (sql) => {
    const found = connectionId ? await readOutage(tenant, sql, connectionId) : noOutage;
    // one event tries whether the vendor is back; the others stay in their order behind it
    const limit = found.isTrying ? 1 : limits.batchRows;
    return { rows: await claimRows(tenant, sql, { limit, leaseMs: limits.leaseMs, connectionId }), outage: found };
  });
  if (rows.length === 0) return count;
  const stopRenewing = keepLeases(tenant, rows, deps, limits);
  try {
    const outcomes = new Map<string, Outcome[]>(rows.map((row) => [row.id, []]));
    const subjects = collectSubjects(rows, outcomes, deps);
    const unavailable = new Map<string, Outcome>();
    const answered = new Set<string>();
    await eachOf([...subjects.values()], widthOf(outage, limits.concurrency), async (subject) => {
      // what one thing of a vendor could not tell, the next cannot either: no need to ask it fifty times
      const known = unavailable.get(subject.connectionId);
      const outcome = known ?? (await handleHint(tenant, subject, deps));
      if (outcome.kind === 'unavailable') unavailable.set(subject.connectionId, outcome);
      else answered.add(subject.connectionId);
      for (const id of subject.rowIds) outcomes.get(id)?.push(outcome);
    });
    await deps.database.sqlWithTenant(tenant, async (sql) => {
      for (const row of rows) {
        const verdict = judgeRow(row, outcomes.get(row.id) ?? [], limits);
        await finishRow(tenant, sql, row.id, verdict);
        count[verdict.state]++;
        if (verdict.state === 'dead')
          deps.log.warn('dead letter', { orgId: tenant.orgId, inboxId: row.id, error: verdict.error });
      }
      for (const [id, at] of latestPerConnection(rows)) await noteLastEvent(tenant, sql, id, at);
      const back =
        outage.isTrying || outage.backForMs !== null ? [...answered].filter((id) => !unavailable.has(id)) : [];
      if (back.length > 0) await releaseWaiting(tenant, sql, back);
    });
    return count;
  } finally {
    stopRenewing();
  }
}

function collectSubjects(rows: ClaimedRow[], outcomes: Map<string, Outcome[]>, deps: DrainDeps): Map<string, Subject> {
  const subjects = new Map<string, Subject>();
  for (const row of rows) {
    try {
      for (const hint of hintsOf(row, deps)) {
        if (hint.entity === 'device') continue;
        // "created" matters to triggers, so it is not merged into "updated"
        const change = hint.entity === 'ticket' && hint.change === 'created' ? 'created' : 'changed';
        const key = JSON.stringify([row.connectionId, hint.entity, hint.id, change]);
        const subject = subjects.get(key) ?? { connectionId: row.connectionId, hint, rowIds: [] };
        subject.rowIds.push(row.id);
        subjects.set(key, subject);
      }
    } catch (error) {
      outcomes.get(row.id)?.push({ kind: 'failed', message: `Not understood: ${sayError(error)}` });
    }
  }
  return subjects;
}

function hintsOf(row: ClaimedRow, deps: DrainDeps): EntityHint[] {
  const isPoll = row.headers['mspclaw-source'] === pollMark['mspclaw-source'];
  const parsed = readWebhookBody(isPoll ? null : deps.verifier.decoderOf(row.connector), row.body);
  if (!parsed.ok) throw new Error(parsed.error);
  if (isPoll) return (parsed.value as { hints: EntityHint[] }).hints;
  return deps.verifier.parse(row.connector, parsed.value);
}

/** Re-reads what the hint names and takes it in. Safe to repeat. */
async function handleHint(
  tenant: TenantContext,
  subject: Pick<Subject, 'connectionId' | 'hint'>,
  deps: DrainDeps,
): Promise<Outcome> {
  const { connectionId, hint } = subject;
  try {
    if (hint.entity === 'alert') {
      const read = await deps.reader.readAlert(tenant, connectionId, hint.id);
      if (read.kind === 'found') await handleAlert(tenant, { connectionId, alert: read.entity }, deps.incidents);
      if (read.kind === 'gone') await takeInGoneAlert(tenant, { connectionId, externalId: hint.id }, deps.incidents);
      return outcomeOf(read, hint);
    }
    const read = await deps.reader.readTicket(tenant, connectionId, hint.id);
    if (read.kind === 'found') {
      await handleTicket(tenant, { connectionId, ticket: read.entity, change: hint.change }, deps.incidents);
    }
    return outcomeOf(read, hint);
  } catch (error) {
    return { kind: 'failed', message: sayError(error) };
  }
}

function outcomeOf(read: ReadOutcome<unknown>, hint: EntityHint): Outcome {
  if (read.kind === 'unavailable') return read;
  if (read.kind === 'gone' && hint.change === 'created') return { kind: 'missing' };
  return read.kind === 'refused' ? { kind: 'failed', message: read.message } : { kind: 'ok' };
}

function keepLeases(tenant: TenantContext, rows: ClaimedRow[], deps: DrainDeps, limits: DrainLimits): () => void {
  const ids = rows.map((row) => row.id);
  const renew = () =>
    deps.database
      .sqlWithTenant(tenant, (sql) => renewLeases(tenant, sql, ids, limits.leaseMs))
      .catch((error: unknown) => deps.log.warn('leases not renewed', { orgId: tenant.orgId, error: sayError(error) }));
  const timer = setInterval(renew, limits.leaseMs / 3);
  timer.unref();
  return () => clearInterval(timer);
}

function latestPerConnection(rows: ClaimedRow[]): Map<string, Date> {
  const latest = new Map<string, Date>();
  for (const row of rows) {
    const known = latest.get(row.connectionId);
    if (!known || known < row.receivedAt) latest.set(row.connectionId, row.receivedAt);
  }
  return latest;
}

const sayError = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function eachOf<T>(items: T[], concurrency: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
