// Rows as the journal's functions answer them (one jsonb document, names of columns) and as the engine knows them.
import type { ApprovalRecord } from '#server/engine/ports/approvals.ts';
import type { LoadedRun } from '#server/engine/ports/journal.ts';
import type {
  IntentRecord,
  Json,
  JsonObject,
  RunStatus,
  Signal,
  StepError,
  StepStatus,
} from '#server/engine/ports/run-records.ts';

export interface LoadedRow {
  run: {
    org_id: string;
    id: string;
    seq: number;
    status: RunStatus;
    playbook_id: string;
    playbook_version_id: string;
    content_hash: string;
    facts: JsonObject;
    inputs: JsonObject;
    started_by: string;
    created_at: string;
    deadline_at: string;
    cancel_requested_by: string | null;
  };
  playbook: { slug: string; version: string; source: string };
  steps: StepRow[];
  intents: IntentRow[];
  signals: SignalRow[];
}

interface StepRow {
  path: string;
  position: number;
  kind: string;
  capability: string | null;
  status: StepStatus;
  attempt: number;
  input: Json;
  output: Json;
  error: StepError | null;
  summary: string | null;
  evidence: string[];
  state: Json;
  started_at: string;
  finished_at: string | null;
}

interface IntentRow {
  path: string;
  attempt: number;
  tag: string;
  capability: string;
  created_at: string;
  send_deadline: string;
  outcome: IntentRecord['outcome'];
  result: Json;
}

export interface SignalRow {
  topic: string;
  key: string;
  payload: Json;
  created_at: string;
}

export interface ApprovalRow {
  id: string;
  plan_hash: string;
  status: ApprovalRecord['status'];
  decided_by: string | null;
  comment: string | null;
  expires_at: string;
}

/** Postgres writes "2026-11-20T08:00:00+00:00"; the engine compares and shows "2026-11-20T08:00:00.000Z". */
const iso = (text: string): string => new Date(text).toISOString();

export const signalOf = (row: SignalRow): Signal => ({
  topic: row.topic,
  key: row.key,
  payload: row.payload,
  createdAt: iso(row.created_at),
});

export const approvalOf = (row: ApprovalRow): ApprovalRecord => ({
  id: row.id,
  planHash: row.plan_hash,
  status: row.status,
  decidedBy: row.decided_by,
  comment: row.comment,
  expiresAt: iso(row.expires_at),
});

export const loadedRunOf = ({ run, playbook, steps, intents, signals }: LoadedRow): LoadedRun => ({
  run: {
    orgId: run.org_id,
    runId: run.id,
    seq: run.seq,
    status: run.status,
    playbook: {
      id: run.playbook_id,
      versionId: run.playbook_version_id,
      slug: playbook.slug,
      version: playbook.version,
      contentHash: run.content_hash,
      source: playbook.source,
    },
    facts: run.facts,
    inputs: run.inputs,
    startedBy: run.started_by,
    createdAt: iso(run.created_at),
    deadlineAt: iso(run.deadline_at),
    cancelRequestedBy: run.cancel_requested_by,
  },
  steps: steps.map((row) => ({
    path: row.path,
    position: row.position,
    kind: row.kind,
    capability: row.capability,
    status: row.status,
    attempt: row.attempt,
    input: row.input,
    output: row.output,
    error: row.error,
    summary: row.summary,
    evidence: row.evidence,
    state: row.state,
    startedAt: iso(row.started_at),
    finishedAt: row.finished_at === null ? null : iso(row.finished_at),
  })),
  intents: intents.map((row) => ({
    path: row.path,
    attempt: row.attempt,
    tag: row.tag,
    capability: row.capability,
    createdAt: iso(row.created_at),
    sendDeadline: iso(row.send_deadline),
    outcome: row.outcome,
    result: row.result,
  })),
  signals: signals.map(signalOf),
});
