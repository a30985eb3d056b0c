// What a run knows from its beginning: org, alert, incident, ticket, device, client, with OUR ids.
import type { Sql } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { StartRunRequest } from './incident-ports.ts';

export type Facts = StartRunRequest['facts'];

/** Each fact is one JSON object made by the database, or null; times are ISO 8601 in UTC. */
const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const orgFact = `(SELECT jsonb_build_object('id', o.id, 'name', o.name, 'slug', o.slug) FROM org o WHERE o.id = $1)`;
const deviceFact = (id: string) => `(SELECT jsonb_build_object('id', d.id, 'name', d.name, 'role', d.role, 'os', d.os,
  'osFamily', d.os_family, 'serial', d.serial, 'online', d.online, 'lastSeenAt', ${iso('d.last_seen_at')})
  FROM device d WHERE d.org_id = $1 AND d.id = ${id})`;
const clientFact = (id: string) => `(SELECT jsonb_build_object('id', c.id, 'name', c.name)
  FROM client c WHERE c.org_id = $1 AND c.id = ${id})`;
const ticketFields = `jsonb_build_object('id', t.id, 'title', t.title, 'description', t.description, 'status', t.status,
  'isClosed', t.is_closed, 'priority', t.priority, 'category', t.category, 'url', t.url)`;

/** The alert given, or the newest of the incident; the incident's oldest open ticket. */
const incidentFacts = `
SELECT jsonb_build_object('org', ${orgFact}, 'device', ${deviceFact('i.device_id')}, 'client', ${clientFact('i.client_id')},
  'incident', jsonb_build_object('id', i.id, 'kind', i.kind, 'title', i.title, 'severity', i.severity, 'status', i.status,
    'alertCount', i.alert_count, 'firstAt', ${iso('i.first_at')}, 'lastAt', ${iso('i.last_at')}),
  'alert', (SELECT jsonb_build_object('id', a.id, 'kind', a.kind, 'severity', a.severity, 'title', a.title,
      'message', a.message, 'data', a.data, 'raisedAt', ${iso('a.raised_at')}, 'clearedAt', ${iso('a.cleared_at')})
    FROM alert a WHERE a.org_id = $1 AND a.incident_id = i.id AND ($3::uuid IS NULL OR a.id = $3) ORDER BY a.id DESC LIMIT 1),
  'ticket', (SELECT ${ticketFields} FROM ticket t WHERE t.org_id = $1 AND t.incident_id = i.id AND NOT t.is_closed
    ORDER BY t.id LIMIT 1)) AS facts
FROM incident i WHERE i.org_id = $1 AND i.id = $2`;

const ticketFacts = `
SELECT jsonb_build_object('org', ${orgFact}, 'device', ${deviceFact('t.device_id')}, 'client', ${clientFact('t.client_id')},
  'incident', NULL, 'alert', NULL, 'ticket', ${ticketFields}) AS facts
FROM ticket t WHERE t.org_id = $1 AND t.id = $2`;

export async function loadIncidentFacts(
  tenant: TenantContext,
  sql: Sql,
  about: { incidentId: string; alertId: string | null },
): Promise<Facts | null> {
  const [row] = await sql.query<{ facts: Facts }>(incidentFacts, [tenant.orgId, about.incidentId, about.alertId]);
  return row?.facts ?? null;
}

export async function loadTicketFacts(tenant: TenantContext, sql: Sql, ticketId: string): Promise<Facts | null> {
  const [row] = await sql.query<{ facts: Facts }>(ticketFacts, [tenant.orgId, ticketId]);
  return row?.facts ?? null;
}

/** Id of a fact's thing, or null. */
export function idOf(facts: Facts, name: string): string | null {
  const fact = facts[name];
  return fact && typeof fact === 'object' && !Array.isArray(fact) && typeof fact.id === 'string' ? fact.id : null;
}
