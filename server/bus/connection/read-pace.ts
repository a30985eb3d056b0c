// The gauge of a connection: how much of the vendor's limit is used, and what holds it back.
import type { ConnectorLimits } from '#connectors/sdk/connector.ts';
import type { Database } from '#server/platform/db/database.ts';
import { readPaceRow } from './governor.repository.ts';
import { widthAfterOutage } from './places.ts';

export interface ConnectionPace {
  allowedPerMinute: number;
  limitPerMinute: number;
  shared: 'connection' | 'address';
  usedLastMinute: number;
  throttledAt: Date | null;
  blockedUntil: Date | null;
  openUntil: Date | null;
  failuresInARow: number;
  /** requests at once, while it comes back from an outage; null = as many as usual */
  recoveringWith: number | null;
}

export async function readPace(
  database: Pick<Database, 'sqlWithTenant'>,
  connection: { orgId: string; id: string },
  limits: ConnectorLimits,
): Promise<ConnectionPace> {
  const row = await database.sqlWithTenant(connection, (sql) => readPaceRow(sql, [connection.orgId, connection.id]));
  const pace = row?.pace ?? 1;
  return {
    allowedPerMinute: row?.open_till || row?.blocked_till ? 0 : Math.round(limits.requestsPerMinute * pace),
    limitPerMinute: limits.requestsPerMinute,
    shared: limits.shared ?? 'connection',
    usedLastMinute: Math.round(row?.used ?? 0),
    throttledAt: pace < 1 ? (row?.paced_at ?? null) : null,
    blockedUntil: row?.blocked_till ?? null,
    openUntil: row?.open_till ?? null,
    failuresInARow: row?.failures ?? 0,
    recoveringWith: widthAfterOutage(row?.recovering_ms ?? null, limits.concurrency),
  };
}
