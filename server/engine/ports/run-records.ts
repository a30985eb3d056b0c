// The words in which the engine and whoever stores a run speak of it. JSON throughout.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export type RunStatus =
  | 'queued'
  | 'running'
  | 'waiting' // parked: a row, not memory
  | 'unknown' // a side effect may or may not have happened; a person decides
  | 'succeeded'
  | 'escalated' // handed to a person with everything known
  | 'stopped' // the playbook said stop
  | 'failed'
  | 'cancelled';

export const finalRunStatuses = [
  'succeeded',
  'escalated',
  'stopped',
  'failed',
  'cancelled',
] as const satisfies RunStatus[];
export type FinalRunStatus = (typeof finalRunStatuses)[number];

export interface RunRef {
  orgId: string;
  runId: string;
}

/** One segment: the stretch of a run from one wait to the next. Only the newest `seq` may advance the run. */
export interface SegmentRef extends RunRef {
  seq: number;
}

/** The right to write about a run. Every write names it; a newer lease makes the older one useless (fencing). */
export interface Lease extends SegmentRef {
  token: number;
}

export interface RunRecord extends RunRef {
  seq: number;
  status: RunStatus;
  playbook: { id: string; versionId: string; slug: string; version: string; contentHash: string; source: string };
  /** facts the run began with: `{ org, alert, incident, ticket, device, client }`, each an object or null */
  facts: JsonObject;
  inputs: JsonObject;
  startedBy: string;
  createdAt: string;
  deadlineAt: string;
  cancelRequestedBy: string | null;
}

export type StepStatus = 'started' | 'waiting' | 'ok' | 'failed' | 'skipped' | 'unknown';

export interface StepRecord {
  /** place in the plan: "clean", "proof/otherwise/0" */
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
  /** private to the step kind between segments */
  state: Json;
  startedAt: string;
  finishedAt: string | null;
}

export interface StepError {
  /** closed list of the engine: "capability", "expression", "timeout", "verify", "limit", "denied", ... */
  code: string;
  message: string;
  retryable: boolean;
}

export interface IntentRecord {
  path: string;
  attempt: number;
  tag: string;
  capability: string;
  createdAt: string;
  /** after this moment the sender must not have a byte under way any more */
  sendDeadline: string;
  outcome: 'answered' | 'refused' | 'adopted' | 'unknown' | 'released' | null;
  result: Json;
}

export type WaitReason = 'timer' | 'approval' | 'job' | 'retry' | 'decision' | 'event';

export interface Wait {
  path: string;
  reason: WaitReason;
  /** a signal with this topic wakes the run; null = only the clock does */
  topic: string | null;
  /** ISO 8601; null = only a signal wakes it */
  wakeAt: string | null;
}

export interface Signal {
  topic: string;
  key: string;
  payload: Json;
  createdAt: string;
}
