// What turning alerts into runs needs from elsewhere; the composition joins them.
import type { Sql } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

/** Thinks about an incident: category, summary, next action. Calling it again for the same incident does no harm. */
export type TriageIncident = (tenant: TenantContext, incidentId: string) => Promise<void>;

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

/** What a playbook says to an event. */
export interface TriggerAnswer {
  fires: boolean;
  /** for people: the first condition that was false, with its value; null when it fires */
  reason: string | null;
  /** the playbook's inputs with their defaults */
  inputs: { [name: string]: Json };
  wallTimeMs: number;
}

/** The engine's checker and matcher over stored versions; answers are the same for the same content hash and facts. */
export interface PlaybookMatcher {
  match(
    version: { contentHash: string; source: string },
    facts: { [name: string]: Json },
    event: 'alert' | 'ticket',
  ): TriggerAnswer;
  /** the same without asking the triggers: for a playbook that is started by name */
  prepare(version: { contentHash: string; source: string }): Pick<TriggerAnswer, 'inputs' | 'wallTimeMs'> | null;
}

export interface IncidentLog {
  warn(message: string, facts: Record<string, unknown>): void;
}
