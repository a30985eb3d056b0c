// The durable-runtime port on DBOS Transact over Postgres. A run advances in segments; each is one DBOS workflow
// without steps of DBOS's own: the journal remembers, its lease fences, DBOS queues, limits per org and recovers.
// A process that only enqueues and signals never loads DBOS.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#server/engine/ports/clock.ts';
import type { DurableRuntime, SegmentHandler, SqlTransaction } from '#server/engine/ports/durable-runtime.ts';
import type { BoundaryName } from '#server/engine/ports/engine-ports.ts';
import { LeaseLost } from '#server/engine/ports/journal.ts';
import type { Json, RunRef, SegmentRef } from '#server/engine/ports/run-records.ts';
import type { Database } from '#server/platform/db/database.ts';
import { DbosEngine } from './dbos/dbos-engine.ts';
import { defaultHeartbeat, ExecutorHeartbeat, type HeartbeatTimes } from './dbos/executor-heartbeat.ts';
import { isInfrastructureError, outlastInfrastructure } from './journal/infrastructure-error.ts';
import {
  type CancelAnswer,
  cancelRun,
  enqueueRun,
  enqueueSegmentAt,
  type SignalAnswer,
  signalRun,
} from './run-signals.ts';
import { messageOf, type RuntimeLog } from './runtime-log.ts';
import { giveUpRun } from './upkeep/give-up-run.ts';
import { readRuntimeHealth } from './upkeep/runtime-health.ts';

export interface DbosRuntimeOptions {
  database: Database;
  /** the application's URL: the runtime has pools of its own */
  databaseUrl: string;
  /** runs this process advances at a time */
  workerConcurrency: number;
  /** runs of one org advanced at a time, over all processes */
  orgConcurrency: number;
  log: RuntimeLog;
  heartbeat?: HeartbeatTimes;
  /** how often a segment whose handler broke is tried again before the run is given up */
  maxTries?: number;
}

/** Thrown by `boundary` where a run may be left to another process. Never a step's failure. */
export class Draining extends Error {
  override readonly name = 'Draining';
}

/** Before these a byte may leave, or a lease is believed. */
const fencedBoundaries = new Set<BoundaryName>(['segment-claimed', 'step-begun', 'intent-opened']);
/** Nothing is under way here; an intent that is open is settled first. */
const restingBoundaries = new Set<BoundaryName>([
  'segment-claimed',
  'run-loaded',
  'step-begun',
  'intent-settled',
  'step-saved',
]);

export class DbosRuntime implements DurableRuntime {
  /** unique per process, never reused: a reused id lets a draining process claim work and strand it */
  readonly executorId = randomUUID();
  private readonly options: DbosRuntimeOptions;
  private readonly heartbeat: ExecutorHeartbeat;
  private readonly engine: DbosEngine;
  private handler: SegmentHandler | undefined;
  private isAdvancing = false;
  private isDraining = false;
  private underWay = 0;

  constructor(options: DbosRuntimeOptions) {
    this.options = options;
    const times = options.heartbeat ?? defaultHeartbeat;
    this.heartbeat = new ExecutorHeartbeat({ ...options, executorId: this.executorId, times });
    this.engine = new DbosEngine({ ...options, executorId: this.executorId, times, heartbeat: this.heartbeat });
  }

  start(tx: SqlTransaction, run: RunRef): Promise<void> {
    return enqueueRun(tx, run);
  }

  signal(
    tx: SqlTransaction,
    run: RunRef,
    signal: { topic: string; key: string; payload: Json },
  ): Promise<SignalAnswer> {
    return signalRun(tx, run, signal);
  }

  cancel(tx: SqlTransaction, run: RunRef, by: string): Promise<CancelAnswer> {
    return cancelRun(tx, run, by);
  }

  schedule(tx: SqlTransaction, segment: SegmentRef, at: Date): Promise<void> {
    return enqueueSegmentAt(tx, segment, at);
  }

  onSegment(handler: SegmentHandler): void {
    this.handler = handler;
  }

  async launch(options: { advance: boolean }): Promise<void> {
    if (!options.advance) return;
    if (this.handler === undefined) throw new Error('Call onSegment before launch: nobody would advance the runs.');
    await this.heartbeat.start();
    await this.engine.launch((segment) => this.deliver(segment));
    this.isAdvancing = true;
  }

  /** The engine's clock: the database's time, whatever this machine believes. */
  readonly clock: Clock = {
    now: () => this.heartbeat.now(),
    sleep,
  };

  /** The engine's `boundary` port: the self-fence before an effect, and the place where a draining process stops. */
  readonly boundary = async (name: BoundaryName): Promise<void> => {
    if (this.isDraining && restingBoundaries.has(name)) throw new Draining('This process is shutting down.');
    if (fencedBoundaries.has(name)) await this.heartbeat.fence();
  };

  /** Finish what is at an effect, leave the rest to others, stop beating last. */
  async shutdown(patienceMs = 30_000): Promise<void> {
    if (!this.isAdvancing) return this.heartbeat.stop();
    this.isDraining = true;
    this.isAdvancing = false;
    const until = performance.now() + patienceMs;
    while (this.underWay > 0 && performance.now() < until) await sleep(20);
    await this.engine.shutdown();
    await this.heartbeat.stop();
  }

  health(): Promise<{ ok: boolean; detail: string; queued: number; oldestQueuedMs: number | null }> {
    const isAlive = !this.isAdvancing || this.heartbeat.isFresh();
    return readRuntimeHealth(this.options.database, isAlive);
  }

  /** for upkeep: the engine's own record of finished segments */
  deleteWorkflows(ids: string[]): Promise<void> {
    return this.engine.deleteWorkflows(ids);
  }

  private async deliver(segment: SegmentRef): Promise<void> {
    this.underWay += 1;
    try {
      await this.advanceWithPatience(segment);
      return;
    } catch (error) {
      if (!(error instanceof Draining)) throw error;
    } finally {
      this.underWay -= 1;
    }
    // Draining: neither done nor failed. The workflow stays pending under this process's name, and whoever sees that
    // name no longer beat takes it over.
    await new Promise(() => {});
  }

  private async advanceWithPatience(segment: SegmentRef): Promise<void> {
    const { log, maxTries = 6 } = this.options;
    for (let tries = 1; ; ) {
      if (this.isDraining) throw new Draining('This process is shutting down.');
      try {
        await this.heartbeat.fence();
        await this.handler?.(segment);
        return;
      } catch (error) {
        if (error instanceof Draining) throw error;
        if (error instanceof LeaseLost) return;
        if (isInfrastructureError(error)) {
          log.warn('the database is away; the segment is tried again', { ...segment, error: messageOf(error) });
          await sleep(500);
          continue;
        }
        log.error('a segment broke', {
          ...segment,
          tries,
          error: error instanceof Error ? error.stack : String(error),
        });
        if (tries >= maxTries) {
          const why = messageOf(error);
          return outlastInfrastructure(() => giveUpRun(this.options.database, segment, why));
        }
        await sleep(Math.min(100 * 4 ** (tries - 1), 30_000));
        tries += 1;
      }
    }
  }
}
