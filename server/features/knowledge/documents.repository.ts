// Documents of documentation tools, as articles of ours: by connection and by the tool's own id.
import { createHash } from 'node:crypto';
import type { Db } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

export const findDocumentConnections = (tenant: TenantContext, db: Db, connectors: readonly string[]) =>
  db.connection.findMany({
    where: { orgId: tenant.orgId, connector: { in: [...connectors] }, status: { not: 'disabled' } },
    select: { id: true, connector: true },
    orderBy: { id: 'asc' },
    take: 200,
  });

export interface KnownDocument {
  vendorAt: Date | null;
  /** our client; null = for all */
  clientId: string | null;
}

/** the tool's id -> when it was changed there, as far as we have it, and whose we hold it for */
export async function findKnownDocuments(
  tenant: TenantContext,
  db: Db,
  connectionId: string,
): Promise<Map<string, KnownDocument>> {
  const rows = await db.knowledgeArticle.findMany({
    where: { orgId: tenant.orgId, connectionId, goneAt: null },
    select: { externalId: true, vendorAt: true, clientId: true },
  });
  return new Map(rows.map(({ externalId, ...known }) => [externalId ?? '', known]));
}

/** the tool's client id -> ours */
export async function findClientIds(tenant: TenantContext, db: Db, connectionId: string) {
  const rows = await db.clientIdentity.findMany({
    where: { orgId: tenant.orgId, connectionId },
    select: { externalId: true, clientId: true },
  });
  return new Map(rows.map(({ externalId, clientId }) => [externalId, clientId]));
}

export interface DocumentRow {
  connectionId: string;
  externalId: string;
  clientId: string | null;
  title: string;
  body: string;
  url: string | null;
  vendorAt: Date | null;
}

export async function saveDocument(tenant: TenantContext, db: Db, row: DocumentRow): Promise<void> {
  const { connectionId, externalId, ...content } = row;
  const slug = `document-${createHash('sha256').update(`${connectionId} ${externalId}`).digest('hex').slice(0, 32)}`;
  const facts = { ...content, source: 'document', goneAt: null };
  await db.knowledgeArticle.upsert({
    where: { orgId_slug: { orgId: tenant.orgId, slug } },
    create: { orgId: tenant.orgId, id: newId(), slug, connectionId, externalId, ...facts },
    update: facts,
  });
}

/** What a whole list no longer names is gone, and is not cited any more. */
export const markGone = (tenant: TenantContext, db: Db, connectionId: string, externalIds: string[], at: Date) =>
  db.knowledgeArticle.updateMany({
    where: { orgId: tenant.orgId, connectionId, externalId: { in: externalIds }, goneAt: null },
    data: { goneAt: at },
  });
