// The journal on Postgres. Each write is one function call in the database: one round trip, one transaction that
// sets the tenant, checks the lease and writes (prisma/migrations/*_runtime). Every write may be repeated after an
// unknown outcome, so a database that restarts is waited out here and no step ever hears of it.
import type pg from 'pg';
import type { ApprovalPlan, ApprovalRecord } from '#server/engine/ports/approvals.ts';
import { type Journal, LeaseLost, type LoadedRun, type NewIntent } from '#server/engine/ports/journal.ts';
import type {
  FinalRunStatus,
  IntentRecord,
  Json,
  Lease,
  SegmentRef,
  Signal,
  StepRecord,
  Wait,
} from '#server/engine/ports/run-records.ts';
import { newId } from '#server/platform/ids.ts';
import { outlastInfrastructure } from './journal/infrastructure-error.ts';
import {
  type ApprovalRow,
  approvalOf,
  type LoadedRow,
  loadedRunOf,
  type SignalRow,
  signalOf,
} from './journal/journal-rows.ts';
import { jsonbText } from './journal/jsonb-text.ts';

/** raised by the database's fence */
const leaseLostState = 'MC001';

export class PostgresJournal implements Journal {
  private readonly pool: pg.Pool;
  /** this process, as it is written beside the lease */
  private readonly owner: string;

  constructor(pool: pg.Pool, owner: string) {
    this.pool = pool;
    this.owner = owner;
  }

  async claim({ orgId, runId, seq }: SegmentRef): Promise<Lease | null> {
    const token = await this.ask<number | null>('journal_claim($1, $2, $3, $4)', [orgId, runId, seq, this.owner]);
    return token === null ? null : { orgId, runId, seq, token };
  }

  async load(lease: Lease): Promise<LoadedRun> {
    return loadedRunOf(await this.held<LoadedRow>('journal_load($1, $2, $3, $4)', lease));
  }

  async saveStep(lease: Lease, step: StepRecord): Promise<void> {
    await this.held('journal_save_steps($1, $2, $3, $4, $5)', lease, [jsonbText([step])]);
  }

  /**
   * Repeated after an unknown outcome this answers false where the first try may have inserted the intent. That is
   * the safe side: nothing was sent, and whoever reconciles will find nothing.
   */
  async openIntent(lease: Lease, intent: NewIntent): Promise<boolean> {
    return this.held<boolean>('journal_open_intent($1, $2, $3, $4, $5)', lease, [jsonbText(intent)]);
  }

  async settleIntent(
    lease: Lease,
    key: { path: string; attempt: number },
    outcome: NonNullable<IntentRecord['outcome']>,
    result: Json,
    step: StepRecord,
  ): Promise<void> {
    const values = [key.path, key.attempt, outcome, jsonbText(result), jsonbText(step)];
    await this.held('journal_settle_intent($1, $2, $3, $4, $5, $6, $7, $8, $9)', lease, values);
  }

  async park(
    lease: Lease,
    wait: Wait,
    steps: StepRecord[],
    status: 'waiting' | 'unknown' = 'waiting',
  ): Promise<{ parked: true } | { parked: false; signal: Signal }> {
    const values = [jsonbText(wait), jsonbText(steps), status];
    const signal = await this.held<SignalRow | null>('journal_park($1, $2, $3, $4, $5, $6, $7)', lease, values);
    return signal === null ? { parked: true } : { parked: false, signal: signalOf(signal) };
  }

  async consumeSignal(lease: Lease, topic: string, key: string): Promise<void> {
    await this.held('journal_consume_signal($1, $2, $3, $4, $5, $6)', lease, [topic, key]);
  }

  async requestApproval(lease: Lease, plan: ApprovalPlan): Promise<ApprovalRecord> {
    const values = [newId(), jsonbText(plan)];
    return approvalOf(await this.held<ApprovalRow>('journal_request_approval($1, $2, $3, $4, $5, $6)', lease, values));
  }

  async readApproval(lease: Lease, approvalId: string): Promise<ApprovalRecord> {
    return approvalOf(await this.held<ApprovalRow>('journal_read_approval($1, $2, $3, $4, $5)', lease, [approvalId]));
  }

  async saveFacts(lease: Lease, facts: { [name: string]: Json }): Promise<void> {
    await this.held('journal_save_facts($1, $2, $3, $4, $5)', lease, [jsonbText(facts)]);
  }

  async finish(lease: Lease, status: FinalRunStatus, outcome: string): Promise<void> {
    await this.held('journal_finish($1, $2, $3, $4, $5, $6)', lease, [status, outcome.replaceAll('\0', '\uFFFD')]);
  }

  private held<Answer>(call: string, { orgId, runId, seq, token }: Lease, values: unknown[] = []): Promise<Answer> {
    return this.ask<Answer>(call, [orgId, runId, seq, token, ...values]);
  }

  /** `call` names the prepared statement as well: each is planned once per connection */
  private async ask<Answer>(call: string, values: unknown[]): Promise<Answer> {
    try {
      return await outlastInfrastructure(async () => {
        const statement = { name: call.slice(0, call.indexOf('(')), text: `SELECT ${call} AS answer`, values };
        const { rows } = await this.pool.query<{ answer: Answer }>(statement);
        const [row] = rows;
        if (row === undefined) throw new Error(`${statement.name} gave no answer`);
        return row.answer;
      });
    } catch (error) {
      if ((error as { code?: unknown }).code === leaseLostState) {
        throw new LeaseLost('Somebody else holds this run now, or it has ended.', { cause: error });
      }
      throw error;
    }
  }
}
