// What our words are called at a connection, as its capabilities are lent it. Remembered under the connection's version,
// which counts up with every change: never old, and a connection that was never mapped costs no question.
import { type ConnectionMapping, emptyMapping } from '#connectors/sdk/connector.ts';
import { prioritySchema, ticketStageSchema } from '#connectors/sdk/nouns.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { findUsedMapping, type MappingRow } from './mapping.repository.ts';

const maxKept = 2_000;

export class MappingCache {
  private readonly kept = new Map<string, { version: number; mapping: ConnectionMapping }>();
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  async read(tenant: TenantContext, row: { id: string; mappingVersion: number }): Promise<ConnectionMapping> {
    if (row.mappingVersion === 0) return emptyMapping;
    const key = `${tenant.orgId}/${row.id}`;
    const known = this.kept.get(key);
    if (known?.version === row.mappingVersion) return known.mapping;
    const rows = await this.database.withTenant(tenant, (db) => findUsedMapping(tenant, db, row.id));
    const mapping = toMapping(rows);
    this.kept.delete(key);
    this.kept.set(key, { version: row.mappingVersion, mapping });
    const oldest = this.kept.keys().next().value;
    if (this.kept.size > maxKept && oldest !== undefined) this.kept.delete(oldest);
    return mapping;
  }
}

/** Rows of words that this version does not know are left out. */
export function toMapping(rows: MappingRow[]): ConnectionMapping {
  const mapping: ConnectionMapping = { statuses: [], priorities: [], categories: [] };
  for (const { kind, word, boardId, vendorId } of rows) {
    if (vendorId === null) continue;
    const board = boardId === '' ? null : boardId;
    const stage = kind === 'status' ? ticketStageSchema.safeParse(word).data : undefined;
    const priority = kind === 'priority' ? prioritySchema.safeParse(word).data : undefined;
    if (stage) mapping.statuses.push({ stage, board, status: vendorId });
    if (priority) mapping.priorities.push({ priority, id: vendorId });
    if (kind === 'category') mapping.categories.push({ category: word, board, id: vendorId });
  }
  return mapping;
}
