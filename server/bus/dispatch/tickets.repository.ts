// Our copy of a vendor's ticket, kept after every answer that tells of it.
import type { Ticket } from '#connectors/sdk/nouns.ts';
import { type Db, sqlOfPrisma } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { findStatusMapping } from '#server/platform/tickets/status-mapping.repository.ts';
import { stageOf } from '#server/platform/tickets/ticket-stage.ts';

export interface TicketLinks {
  clientId?: string | null;
  deviceId?: string | null;
  incidentId?: string | null;
  resolution?: string | null;
  /** as our engineers are called */
  assignee?: string | null;
}

/** @returns our id of it */
export async function saveTicket(
  tenant: TenantContext,
  db: Db,
  connectionId: string,
  ticket: Ticket,
  links: TicketLinks,
): Promise<string> {
  const key = { orgId: tenant.orgId, connectionId, externalId: ticket.id };
  const where = { orgId_connectionId_externalId: key };
  const known = await db.ticket.findUnique({ where, select: { id: true, vendorAt: true } });
  const vendorAt = ticket.updatedAt ? new Date(ticket.updatedAt) : null;
  // an answer that was overtaken by a later one changes nothing
  if (known?.vendorAt && vendorAt && known.vendorAt > vendorAt) return known.id;
  const status = ticket.status.name ?? ticket.status.id;
  const standing = { statusId: ticket.status.id, boardId: ticket.board?.id ?? null };
  const mapping = await findStatusMapping(tenant, sqlOfPrisma(db), connectionId);
  const facts = {
    title: ticket.title,
    description: ticket.description,
    status,
    ...standing,
    stage: stageOf({ ...standing, statusName: status, isClosed: ticket.isClosed }, mapping),
    isClosed: ticket.isClosed,
    priority: ticket.priority,
    category: ticket.category,
    assignee: links.assignee ?? ticket.assignee?.name ?? null,
    url: ticket.url,
    openedAt: ticket.createdAt ? new Date(ticket.createdAt) : null,
    vendorAt,
    closedAt: ticket.closedAt ? new Date(ticket.closedAt) : null,
    syncedAt: new Date(),
  };
  const { clientId, deviceId, incidentId, resolution } = links;
  const given = Object.fromEntries(
    Object.entries({ clientId, deviceId, incidentId, resolution }).filter(([, value]) => value != null),
  );
  const saved = await db.ticket.upsert({
    where,
    create: { ...key, id: newId(), ...facts, ...given },
    update: { ...facts, ...given },
    select: { id: true },
  });
  return saved.id;
}

/** What the vendor just said of a device. */
export const refreshDevice = (
  tenant: TenantContext,
  db: Db,
  deviceId: string,
  device: { name: string; os: string | null; osFamily: string; online: boolean | null; lastSeenAt: string | null },
) =>
  db.device.updateMany({
    where: { orgId: tenant.orgId, id: deviceId },
    data: {
      name: device.name,
      osFamily: device.osFamily,
      ...(device.os === null ? {} : { os: device.os }),
      ...(device.online === null ? {} : { online: device.online }),
      ...(device.lastSeenAt === null ? {} : { lastSeenAt: new Date(device.lastSeenAt) }),
    },
  });
