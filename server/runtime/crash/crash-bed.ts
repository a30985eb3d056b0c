// Where the suite's scenarios happen: a Postgres of their own, one org with the playbook, the RMM with the ledger,
// workers to hurt, and the questions that decide whether it went well.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '#scripts/migrate.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#scripts/postgres/embedded-postgres.ts';
import { decisionTopic } from '#server/engine/engine.ts';
import { type Database, openDatabase } from '#server/platform/db/database.ts';
import { createEmbeddedDatabase } from '#server/platform/db/prepare-database.ts';
import { newId } from '#server/platform/ids.ts';
import { outlastInfrastructure } from '../journal/infrastructure-error.ts';
import { signalRun } from '../run-signals.ts';
import { startRun } from '../start-run.ts';
import { type SeededPlaybook, seedPlaybook } from '../testing/seed-playbook.ts';
import { crashPlaybook, oncePaths } from './crash-playbook.ts';
import type { CrashOrders } from './crash-worker.ts';
import { type LedgerRmm, startLedgerRmm } from './ledger-rmm.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';
import { WorkerProcess } from './worker-process.ts';

/** A fifth of the product's times, so that hundreds of takeovers fit into minutes. */
export const quickHeartbeat = { everyMs: 200, fenceAfterMs: 900, deadAfterMs: 1_500 };

export interface Verdict {
  runs: number;
  scripts: number;
  /** scripts that ran more than once */
  doubles: string[];
  /** runs that did not end */
  stuck: string[];
  /** runs that say "succeeded" although a script never ran */
  falselyDone: string[];
  /** runs that ended otherwise than "succeeded" */
  failed: string[];
  parkedUnknown: number;
  /** parked as unknown although no process was killed, paused or taken over while the effect was under way */
  parkedForNothing: string[];
}

export class CrashBed {
  readonly random: SeededRandom;
  readonly database: Database;
  readonly rmm: LedgerRmm;
  private readonly dataDir: string;
  private readonly url: string;
  private readonly playbook: SeededPlaybook;
  private server: EmbeddedPostgres;
  private readonly isCareless: boolean;
  private readonly workers = new Set<WorkerProcess>();
  private readonly underWayAtCrash = new Set<string>();
  private readonly unknown = new Set<string>();

  private constructor(parts: {
    random: SeededRandom;
    database: Database;
    rmm: LedgerRmm;
    dataDir: string;
    url: string;
    playbook: SeededPlaybook;
    server: EmbeddedPostgres;
    isCareless: boolean;
  }) {
    this.random = parts.random;
    this.database = parts.database;
    this.rmm = parts.rmm;
    this.dataDir = parts.dataDir;
    this.url = parts.url;
    this.playbook = parts.playbook;
    this.server = parts.server;
    this.isCareless = parts.isCareless;
  }

  static async make(seed: number, isCareless = false): Promise<CrashBed> {
    const random = seededRandom(seed);
    const dataDir = mkdtempSync(path.join(tmpdir(), 'mspclaw-crash-'));
    const server = await startEmbeddedPostgres({ dataDir, port: 0, settings: { fsync: 'off' } });
    const password = 'crash-owner';
    const ownerUrl = await outlastInfrastructure(() =>
      createEmbeddedDatabase({ adminUrl: server.adminUrl, database: 'mspclaw', password }),
    );
    const { appUrl: url } = await migrate({ ownerUrl, appUrl: undefined, databasePassword: 'crash-app' });
    const database = openDatabase({ url, poolSize: 6, onError: () => {} });
    const { source, contentHash } = crashPlaybook();
    const playbook = await seedPlaybook(database, source, contentHash);
    const rmm = await startLedgerRmm(random);
    return new CrashBed({ random, database, rmm, dataDir, url, playbook, server, isCareless });
  }

  spawn(crash: CrashOrders['crash'], heartbeat = quickHeartbeat): WorkerProcess {
    const { url: databaseUrl, isCareless } = this;
    const orders = { databaseUrl, rmmUrl: this.rmm.url, concurrency: 4, heartbeat, crash, isCareless };
    const worker = new WorkerProcess(orders, (message) => {
      if (message.startsWith('took over')) void this.noteUnderWay();
    });
    this.workers.add(worker);
    void worker.exited.then(async () => {
      this.workers.delete(worker);
      await this.noteUnderWay();
    });
    return worker;
  }

  async startRuns(count: number): Promise<string[]> {
    const runIds: string[] = [];
    for (let i = 0; i < count; i++) {
      const deviceId = newId();
      const request = {
        ...this.playbook,
        eventKey: deviceId,
        facts: { device: { id: deviceId, name: `PC-${i}` }, ticket: null, alert: null },
        inputs: {},
        startedBy: 'system:crash-suite',
        deadlineAt: new Date(Date.now() + 3_600_000),
      };
      const { runId } = await this.database.sqlWithTenant(this.playbook, (sql) => startRun(sql, request));
      runIds.push(runId);
    }
    return runIds;
  }

  query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    return outlastInfrastructure(() =>
      this.database.sqlWithTenant(this.playbook, (sql) => sql.query<Row>(text, values)),
    );
  }

  /** Keeps so many runs under way until told to stop. */
  feed(target: number): { stop(): Promise<void> } {
    let isFed = false;
    const loop = async () => {
      while (!isFed) {
        const [row] = await this.query<{ open: number }>(
          `SELECT count(*)::int AS open FROM run WHERE status IN ('queued', 'running', 'waiting')`,
        );
        await this.startRuns(Math.max(0, target - (row?.open ?? 0)));
        await sleep(150);
      }
    };
    const looping = loop();
    return {
      stop: async () => {
        isFed = true;
        await looping;
      },
    };
  }

  /** Effects that were under way when something was done to a process: only these may end as unknown. */
  async noteUnderWay(): Promise<void> {
    const open = await this.query<{ run_id: string; path: string }>(
      'SELECT run_id, path FROM intent WHERE outcome IS NULL',
    ).catch(() => []);
    for (const { run_id, path: step } of open) this.underWayAtCrash.add(`${run_id}:${step}`);
  }

  async until(what: string, isSo: () => Promise<boolean>, withinMs: number): Promise<number> {
    const from = performance.now();
    while (!(await isSo())) {
      if (performance.now() - from > withinMs) throw new Error(`${what}: not within ${withinMs} ms`);
      await sleep(50);
    }
    return performance.now() - from;
  }

  /** The person with both buttons, who looks at the device before deciding. */
  private async decideUnknown(): Promise<void> {
    const waiting = await this.query<{ run_id: string; path: string; attempt: number }>(
      `SELECT w.run_id, w.path, s.attempt FROM run_wait w JOIN run r ON r.org_id = w.org_id AND r.id = w.run_id
       JOIN run_step s ON s.org_id = w.org_id AND s.run_id = w.run_id AND s.path = w.path
       WHERE r.status = 'unknown' AND w.reason = 'decision'`,
    );
    for (const { run_id: runId, path: step, attempt } of waiting) {
      this.unknown.add(`${runId}:${step}`);
      const decision = this.rmm.executions(runId, step) > 0 ? 'happened' : 'retry';
      const signal = {
        topic: decisionTopic(step),
        key: `${step}:${attempt}`,
        payload: { decision, by: 'user:suite', output: null },
      };
      const run = { orgId: this.playbook.orgId, runId };
      await outlastInfrastructure(() => this.database.sqlWithTenant(run, (sql) => signalRun(sql, run, signal)));
    }
  }

  /** Healthy workers, a deciding person, and patience: then the books are compared. */
  async settle(withinMs = 180_000): Promise<Verdict> {
    const helpers = this.workers.size === 0 ? [this.spawn(null), this.spawn(null)] : [];
    const open = async () => {
      await this.decideUnknown();
      return this.query<{ id: string; status: string }>(
        `SELECT id, status FROM run WHERE status IN ('queued', 'running', 'waiting', 'unknown')`,
      );
    };
    await this.until('every run ends', async () => (await open()).length === 0, withinMs).catch(() => {});
    const stuck = (await open()).map((run) => `${run.id} ${run.status}`);
    for (const helper of helpers) await this.endPolitely(helper);
    const runs = await this.query<{ id: string; status: string; outcome: string | null }>(
      'SELECT id, status, outcome FROM run',
    );
    const done = runs.filter((run) => run.status === 'succeeded');
    const isOpen = (status: string) => ['queued', 'running', 'waiting', 'unknown'].includes(status);
    return {
      runs: runs.length,
      scripts: this.rmm.total(),
      doubles: this.rmm.doubles(),
      stuck,
      falselyDone: done
        .filter((run) => oncePaths.some((step) => this.rmm.executions(run.id, step) === 0))
        .map(({ id }) => id),
      failed: runs
        .filter((run) => run.status !== 'succeeded' && !isOpen(run.status))
        .map((run) => `${run.id} ${run.status}: ${run.outcome}`),
      parkedUnknown: this.unknown.size,
      parkedForNothing: [...this.unknown].filter((step) => !this.underWayAtCrash.has(step)),
    };
  }

  /** @throws when it does not end by itself, with code 0 */
  async endPolitely(worker: WorkerProcess): Promise<void> {
    worker.kill('SIGTERM');
    const { code, signal } = await worker.exited;
    if (code !== 0) throw new Error(`a polite stop ended with ${code ?? signal}:\n${worker.tail()}`);
  }

  /** The server goes away, hard or soft, and comes back on the same port. */
  async restartPostgres(how: 'fast' | 'kill'): Promise<void> {
    if (how === 'fast') await this.server.stop();
    else await this.query('SELECT 1').then(() => this.killPostmaster());
    this.server = await startEmbeddedPostgres({
      dataDir: this.dataDir,
      port: this.server.port,
      settings: { fsync: 'off' },
    });
  }

  private async killPostmaster(): Promise<void> {
    const { readFileSync } = await import('node:fs');
    const [pid] = readFileSync(path.join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
    await this.until('the postmaster is gone', async () => !isRunning(Number(pid)), 10_000);
  }

  async close(): Promise<void> {
    for (const worker of this.workers) {
      worker.kill('SIGCONT');
      worker.kill('SIGKILL');
      await worker.exited;
    }
    await this.rmm.close();
    await this.database.close();
    await this.server.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
