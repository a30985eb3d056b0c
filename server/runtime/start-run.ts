// Starting a run in the caller's transaction: the key that makes one event one run, the run's row and its first
// segment are committed together with whatever caused it, or not at all.
import type { SqlTransaction } from '#server/engine/ports/durable-runtime.ts';
import type { JsonObject } from '#server/engine/ports/run-records.ts';
import { newId } from '#server/platform/ids.ts';
import { jsonbText } from './journal/jsonb-text.ts';

export interface StartRunRequest {
  orgId: string;
  playbookId: string;
  versionId: string;
  /** of the version that the run starts, and therefore ends, with */
  contentHash: string;
  /** names the event: the same (playbook, eventKey) twice is one run */
  eventKey: string;
  /** `{ org, alert, incident, ticket, device, client }`, each an object or null */
  facts: JsonObject;
  inputs: JsonObject;
  incidentId?: string | null;
  ticketId?: string | null;
  clientId?: string | null;
  deviceId?: string | null;
  /** an Actor: "user:...", "system:..." */
  startedBy: string;
  deadlineAt: Date;
}

export interface StartedRun {
  runId: string;
  /** false: this event has its run already, and that one is named */
  isNew: boolean;
}

/** `sql` must be under the run's tenant: `database.sqlWithTenant`, or `sqlOfPrisma(db)` inside `withTenant`. */
export async function startRun(sql: SqlTransaction, request: StartRunRequest): Promise<StartedRun> {
  const { orgId, playbookId, eventKey } = request;
  const key = [orgId, playbookId, eventKey];
  // one statement, because this is on the path of every alert: no key, no run, no segment
  const [started] = await sql.query<{ id: string }>(
    `WITH key AS (
       INSERT INTO run_key (org_id, playbook_id, event_key, run_id) VALUES ($1::uuid, $2::uuid, $3::text, $4::uuid)
       ON CONFLICT DO NOTHING RETURNING run_id
     ), started AS (
       INSERT INTO run (org_id, id, playbook_id, playbook_version_id, content_hash, event_key, facts, inputs,
         incident_id, ticket_id, client_id, device_id, started_by, deadline_at)
       SELECT $1::uuid, key.run_id, $2::uuid, $5::uuid, $6::text, $3::text, $7::jsonb, $8::jsonb,
         $9::uuid, $10::uuid, $11::uuid, $12::uuid, $13::text, $14::timestamptz FROM key
       RETURNING org_id, id, seq
     )
     SELECT started.id, enqueue_segment(started.org_id, started.id, started.seq) AS workflow FROM started`,
    [
      ...[...key, newId(), request.versionId, request.contentHash],
      ...[jsonbText(request.facts), jsonbText(request.inputs)],
      ...[request.incidentId ?? null, request.ticketId ?? null, request.clientId ?? null, request.deviceId ?? null],
      ...[request.startedBy, request.deadlineAt.toISOString()],
    ],
  );
  if (started !== undefined) return { runId: started.id, isNew: true };
  const [existing] = await sql.query<{ run_id: string }>(
    `SELECT run_id FROM run_key WHERE org_id = $1::uuid AND playbook_id = $2::uuid AND event_key = $3::text`,
    key,
  );
  if (existing === undefined) throw new Error(`the key of event ${eventKey} is neither free nor readable`);
  return { runId: existing.run_id, isNew: false };
}
