// The whole product in a temporary folder, as `mspclaw start` runs it, and the hands that break it: kill a process,
// restart the database. What happened is read from the sandbox vendors and from our own tables.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SandboxControl } from '#scripts/cli/demo/sandbox-control.ts';
import { readEnv } from '#scripts/cli/read-env.ts';
import { findFreePort } from '#scripts/stack/free-port.ts';
import { prepareStack, type Stack } from '#scripts/stack/prepare-stack.ts';
import { createProgress } from '#scripts/stack/progress.ts';
import { type RunningStack, runStack } from '#scripts/stack/run-stack.ts';
import { type Database, openDatabase } from '#server/platform/db/database.ts';
import { listOrgIds } from '#server/platform/db/list-org-ids.ts';
import type { Env } from '#server/platform/env.ts';
import { outlastInfrastructure } from '../journal/infrastructure-error.ts';
import type { ComposedFacts } from './composed-verdict.ts';

/** how fast the sandbox is, and how late it may show what it did */
const sandboxArgs = ['--script-lag-ms', '1500', '--feed-lag-ms', '800', '--settle-ms', '300'];
const visibilityLagMs = 2_000;

interface BedParts {
  dataDir: string;
  env: Env;
  stack: Stack;
  running: RunningStack;
  control: SandboxControl;
  database: Database;
  orgId: string;
  log: string[];
}

export class ComposedBed {
  readonly control: SandboxControl;
  readonly openAtCrash = new Set<string>();
  /** processes that were killed and are not back yet */
  private readonly down: Set<string>;
  private readonly parts: BedParts;

  private constructor(parts: BedParts, down: Set<string>) {
    this.parts = parts;
    this.control = parts.control;
    this.down = down;
  }

  static async make(workers: number): Promise<ComposedBed> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'mspclaw-composed-'));
    const own = { MSPCLAW_URL: '', DATABASE_URL: '', DATABASE_APP_URL: '', MSPCLAW_SECRET: '' };
    const env = readEnv({
      ...own,
      MSPCLAW_DATA_DIR: dataDir,
      PORT: '0',
      MSPCLAW_SANDBOX_PORT: '0',
      // fixed, so that a restarted server is found where it was
      MSPCLAW_PG_PORT: String(await findFreePort(0)),
      MSPCLAW_LOG: process.env.MSPCLAW_LOG ?? 'warn',
    });
    const progress = createProgress({ quiet: true });
    const log: string[] = [];
    const down = new Set<string>();
    const onLine = (name: string, line: string) => {
      if (line === 'started again') down.delete(name);
      log.push(`[${name}] ${line}`);
    };
    const stack = await prepareStack(env, progress);
    try {
      const parts = { web: 'receiver-only' as const, workers, sandbox: true, sandboxArgs };
      const running = await runStack(env, stack, parts, progress, onLine);
      if (!running.sandbox) throw new Error('The sandbox vendors did not start.');
      const database = openDatabase({ url: stack.appUrl, poolSize: 3, onError: () => {} });
      const [orgId] = await listOrgIds(database);
      if (!orgId) throw new Error('The demo org was not made.');
      const control = new SandboxControl(running.sandbox.control);
      const bed = new ComposedBed({ dataDir, env, stack, running, control, database, orgId, log }, down);
      await bed.query(`UPDATE connection SET settings = settings || $1::jsonb WHERE is_sandbox`, [
        JSON.stringify({ sandboxVisibilityLagMs: visibilityLagMs }),
      ]);
      return bed;
    } catch (error) {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
      throw error;
    }
  }

  query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    const { database, orgId } = this.parts;
    return outlastInfrastructure(() => database.sqlWithTenant({ orgId }, (sql) => sql.query<Row>(text, values)));
  }

  /** kill -9; the supervisor starts it again. @returns whether it was up */
  async kill(name: string): Promise<boolean> {
    const pid = this.parts.running.processes.find((child) => child.name === name)?.pid();
    if (pid === undefined || this.down.has(name)) return false;
    await this.noteOpenIntents();
    this.down.add(name);
    process.kill(pid, 'SIGKILL');
    await this.noteOpenIntents();
    return true;
  }

  /** The process that has a side effect in its hands at this moment, when one comes to in time. */
  async atWork(patienceMs: number): Promise<string | null> {
    for (const until = performance.now() + patienceMs; performance.now() < until; await sleep(40)) {
      const [row] = await this.query<{ pid: number }>(
        `SELECT e.pid FROM intent i JOIN run r ON r.id = i.run_id JOIN executor e ON e.id = r.lease_owner
         WHERE i.outcome IS NULL AND r.status = 'running' ORDER BY i.created_at DESC LIMIT 1`,
      );
      const found = this.parts.running.processes.find((child) => row && child.pid() === row.pid);
      if (found && !this.down.has(found.name)) return found.name;
    }
    return null;
  }

  async restartDatabase(): Promise<void> {
    await this.noteOpenIntents();
    await this.parts.stack.stop();
    await sleep(1_500);
    this.parts.stack = await prepareStack(this.parts.env, createProgress({ quiet: true }));
    await this.noteOpenIntents();
  }

  async runs(): Promise<ComposedFacts['runs']> {
    return this.query('SELECT id, status, outcome FROM run ORDER BY created_at');
  }

  async facts(alerts: number): Promise<ComposedFacts> {
    const state = await this.control.state();
    const closing = new Set(state.statuses.filter(({ isClosed }) => isClosed).map(({ id }) => id));
    const unknown = await this.query<{ step: string }>(
      `SELECT run_id || '/' || path AS step FROM intent WHERE outcome = 'unknown'`,
    );
    return {
      alerts,
      runs: await this.runs(),
      ledger: await this.control.ledger(),
      tickets: state.tickets.map(({ id, externalKey, statusId }) => ({
        id,
        externalKey,
        isClosed: closing.has(statusId),
      })),
      notes: state.notes,
      openAtCrash: this.openAtCrash,
      unknown: unknown.map(({ step }) => step),
    };
  }

  /** Runs that neither ended nor ask anybody: where they are, in a line each. */
  async stuck(): Promise<string[]> {
    const rows = await this.query<{ line: string }>(
      `SELECT concat_ws(' ', r.id, r.status, 'seq', r.seq, 'leased', r.lease_at::time(0), 'now', now()::time(0),
         'wait', (SELECT concat_ws(' ', w.reason, w.wake_at::time(0)) FROM run_wait w WHERE w.run_id = r.id),
         'steps', (SELECT string_agg(concat(s.path, '=', s.status, ' ', s.summary), ', ' ORDER BY s.position) FROM run_step s WHERE s.run_id = r.id),
         'segments', (SELECT string_agg(concat(f.workflow_uuid, '=', f.status, ' by ', f.executor_id,
            CASE WHEN e.id IS NULL THEN ' (gone)' ELSE ' (pid ' || e.pid || ')' END), ', ')
            FROM dbos.workflow_status f LEFT JOIN executor e ON e.id = f.executor_id
            WHERE f.workflow_uuid = r.id || '#' || r.seq)) AS line
       FROM run r WHERE r.status IN ('queued', 'running', 'waiting')`,
    );
    return rows.map(({ line }) => line);
  }

  /** What the processes said, for whoever looks for the reason. */
  log(): string {
    return this.parts.log.join('\n');
  }

  async close(): Promise<void> {
    const { running, database, dataDir } = this.parts;
    await running.stop();
    await database.close();
    await this.parts.stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }

  private async noteOpenIntents(): Promise<void> {
    const rows = await this.query<{ step: string }>(
      `SELECT run_id || '/' || path AS step FROM intent WHERE outcome IS NULL`,
    );
    for (const { step } of rows) this.openAtCrash.add(step);
  }
}
