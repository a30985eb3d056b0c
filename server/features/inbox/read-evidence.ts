import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { findConnectionNames, findEvidence } from './inbox.repository.ts';
import type { InboxDeps } from './list-incidents.ts';
import type { EvidenceView } from './read-evidence.schema.ts';

export const readEvidence = (
  tenant: TenantContext,
  input: { evidenceId: string },
  deps: InboxDeps,
): Promise<EvidenceView> =>
  deps.database.withTenant(tenant, async (db) => {
    const row = await findEvidence(tenant, db, input.evidenceId);
    if (!row) throw notFound('evidence');
    const connection = row.connectionId ? (await findConnectionNames(tenant, db)).get(row.connectionId) : undefined;
    return {
      id: row.id,
      title: row.title,
      capability: row.capability,
      connector: connection?.connector ?? null,
      connectionName: connection?.name ?? null,
      takenAt: row.takenAt,
      request: row.request,
      answer: row.answer,
    };
  });
