// Our copy of the PSA's tickets; an older picture never replaces a newer one.
import type { Sql } from '#server/platform/db/database.ts';
import { storableText } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { findStatusMapping } from '#server/platform/tickets/status-mapping.repository.ts';
import { stageOf } from '#server/platform/tickets/ticket-stage.ts';
import type { ReadTicket } from './vendor-facts.ts';

export interface TicketRow {
  id: string;
  connectionId: string;
  clientId: string | null;
  deviceId: string | null;
  incidentId: string | null;
  ticket: ReadTicket;
}

const upsert = `
INSERT INTO ticket AS kept (org_id, id, connection_id, external_id, client_id, device_id, incident_id, title, description,
  status, is_closed, priority, category, assignee, url, opened_at, vendor_at, closed_at, status_id, board_id, stage)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
ON CONFLICT (org_id, connection_id, external_id) DO UPDATE SET
  client_id = coalesce(excluded.client_id, kept.client_id), device_id = coalesce(kept.device_id, excluded.device_id),
  incident_id = coalesce(kept.incident_id, excluded.incident_id), title = excluded.title,
  description = excluded.description, status = excluded.status, is_closed = excluded.is_closed,
  priority = excluded.priority, category = excluded.category, assignee = excluded.assignee,
  url = coalesce(excluded.url, kept.url), opened_at = coalesce(excluded.opened_at, kept.opened_at),
  vendor_at = coalesce(excluded.vendor_at, kept.vendor_at), closed_at = excluded.closed_at, synced_at = now(),
  status_id = excluded.status_id, board_id = excluded.board_id, stage = excluded.stage
WHERE kept.vendor_at IS NULL OR excluded.vendor_at IS NULL OR excluded.vendor_at >= kept.vendor_at
RETURNING id, incident_id`;

export async function saveTicket(
  tenant: TenantContext,
  sql: Sql,
  row: TicketRow,
): Promise<{ ticketId: string; incidentId: string | null }> {
  const { ticket } = row;
  const text = (value: string | null) => (value === null ? null : storableText(value));
  const time = (value: string | null) => (value === null ? null : new Date(value));
  const status = text(ticket.status.name ?? ticket.status.id) ?? '';
  const standing = { statusId: text(ticket.status.id), boardId: text(ticket.board?.id ?? null) };
  const mapping = await findStatusMapping(tenant, sql, row.connectionId);
  const stage = stageOf({ ...standing, statusName: status, isClosed: ticket.isClosed }, mapping);
  let [saved] = await sql.query<{ id: string; incident_id: string | null }>(upsert, [
    ...[tenant.orgId, row.id, row.connectionId, ticket.id, row.clientId, row.deviceId, row.incidentId],
    ...[text(ticket.title), text(ticket.description), status, ticket.isClosed],
    ...[ticket.priority, text(ticket.category), text(ticket.assignee?.name ?? null), ticket.url],
    ...[time(ticket.createdAt), time(ticket.updatedAt), time(ticket.closedAt)],
    ...[standing.statusId, standing.boardId, stage],
  ]);
  if (!saved) {
    [saved] = await sql.query<{ id: string; incident_id: string | null }>(
      'SELECT id, incident_id FROM ticket WHERE org_id = $1 AND connection_id = $2 AND external_id = $3',
      [tenant.orgId, row.connectionId, ticket.id],
    );
  }
  if (!saved) throw new Error('a ticket is neither new nor readable');
  return { ticketId: saved.id, incidentId: saved.incident_id };
}

export async function hasTicketTriage(tenant: TenantContext, sql: Sql, ticketId: string): Promise<boolean> {
  const rows = await sql.query('SELECT FROM triage WHERE org_id = $1 AND ticket_id = $2 LIMIT 1', [
    tenant.orgId,
    ticketId,
  ]);
  return rows.length > 0;
}
