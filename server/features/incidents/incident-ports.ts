// What turning alerts into runs needs from elsewhere; the composition joins them.
import type { Sql } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

/** Thinks about an incident or a ticket: category, summary, next action. Calling it again for the same does no harm. */
export type Triage = (
  tenant: TenantContext,
  subject: { incidentId: string; ticketId?: undefined } | { ticketId: string; incidentId?: undefined },
) => Promise<void>;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface StartRunRequest {
  orgId: string;
  playbookId: string;
  versionId: string;
  contentHash: string;
  /** names the event: the same (playbook, eventKey) twice is one run */
  eventKey: string;
  facts: { [name: string]: Json };
  inputs: { [name: string]: Json };
  incidentId?: string | null;
  ticketId?: string | null;
  clientId?: string | null;
  deviceId?: string | null;
  startedBy: string;
  deadlineAt: Date;
}

/** The runtime's door: in the caller's transaction, so that the run exists exactly when its cause does. */
export type StartRun = (sql: Sql, request: StartRunRequest) => Promise<{ runId: string; isNew: boolean }>;

export interface StoredVersion {
  contentHash: string;
  source: string;
}

/** What a playbook says to an event. */
export interface TriggerAnswer {
  fires: boolean;
  /** for people: what fired, or the first condition that was false, with its value */
  why: string;
  /** the playbook's inputs with their defaults */
  inputs: { [name: string]: Json };
  wallTimeMs: number;
}

export interface PlaybookMatcher {
  match(version: StoredVersion, facts: { [name: string]: Json }): TriggerAnswer;
  /** without asking the triggers: for a playbook that is started by name; null when it does not pass the check */
  prepare(version: StoredVersion): Pick<TriggerAnswer, 'inputs' | 'wallTimeMs'> | null;
}

export interface IncidentLog {
  warn(message: string, facts: Record<string, unknown>): void;
}
