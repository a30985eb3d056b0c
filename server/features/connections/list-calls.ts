// The last calls of a connection: what was asked of the vendor (evidence) and what was changed there (the audit log).
import { notFound } from '#server/platform/errors.ts';
import { idAt } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ConnectionInput } from './connection.schema.ts';
import { findChanges, findConnection, findReads } from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import type { CallView } from './list-calls.schema.ts';

const shown = 20;
const changesOfDays = 7;
const maxCharacters = 20_000;

export const listCalls = (
  tenant: TenantContext,
  input: ConnectionInput,
  deps: Pick<ConnectionsDeps, 'database' | 'now'>,
): Promise<CallView[]> =>
  deps.database.withTenant(tenant, async (db) => {
    const connection = await findConnection(tenant, db, input.connectionId);
    if (!connection) throw notFound('connection');
    const since = idAt(new Date(deps.now().getTime() - changesOfDays * 86_400_000));
    const reads = (await findReads(tenant, db, connection.id, shown)).map(
      (row): CallView => ({
        id: row.id,
        at: row.takenAt,
        capability: row.capability,
        title: row.title,
        isChange: false,
        runId: row.runId,
        incidentId: row.incidentId,
        request: cut(row.request),
        answer: cut(row.answer),
      }),
    );
    const changes = (await findChanges(tenant, db, connection.name, since, shown)).map((row): CallView => {
      const { capability, arguments: given } = asRecord(row.detail);
      const name = typeof capability === 'string' ? capability : 'unknown';
      return {
        id: row.id,
        at: row.at,
        capability: name,
        title: row.why ? `${name}, for ${row.why}` : name,
        isChange: true,
        runId: /^run ([0-9a-f-]{36})/.exec(row.why ?? '')?.[1] ?? null,
        incidentId: null,
        request: cut(given ?? null),
        answer: null,
      };
    });
    return [...reads, ...changes].sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, shown);
  });

/** A page shows twenty: none of them may be a book. */
function cut(value: unknown): unknown {
  const text = JSON.stringify(value ?? null);
  return text.length <= maxCharacters ? value : `${text.slice(0, 500)} ... (${text.length} characters in all)`;
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
