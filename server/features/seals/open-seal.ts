// A person takes a sealed value out: once. Whoever erased it in the database may show it; the entry in the log says who
// and why, and is written in the same transaction.
import type { OrgKeyring } from '#server/platform/crypto/org-keyring.ts';
import { sealedValuePlace } from '#server/platform/crypto/seal-place.ts';
import type { Database } from '#server/platform/db/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { eraseSeal, findSeal } from './seals.repository.ts';
import type { OpenSealInput, OpenSealOutput } from './seals.schema.ts';

export interface SealsDeps {
  database: Database;
  keyring: OrgKeyring;
  now: () => Date;
}

/** @throws AppError NOT_FOUND, CONFLICT when it was opened before or has expired */
export async function openSeal(tenant: TenantContext, input: OpenSealInput, deps: SealsDeps): Promise<OpenSealOutput> {
  const { database, keyring } = deps;
  const row = await database.withTenant(tenant, (db) => findSeal(tenant, db, input.sealId));
  if (!row) throw notFound('sealed value');
  if (row.openedAt) throw opened();
  if (!row.value || row.expiresAt <= deps.now()) throw expired();
  const value = await keyring.openText(tenant, sealedValuePlace(row.id), row.value);
  const openedAt = deps.now();
  await database.withTenant(tenant, async (db) => {
    if (!(await eraseSeal(tenant, db, row.id, openedAt))) throw opened();
    await writeAudit(tenant, db, {
      action: 'open-seal',
      targetKind: 'run',
      targetId: row.runId,
      why: input.why,
      detail: { seal: row.id, capability: row.capability, field: row.field, step: row.path },
    });
  });
  return { value, field: row.field, openedAt };
}

const opened = () =>
  new AppError('CONFLICT', { message: 'This value was opened before. It is shown once and then erased.' });
const expired = () =>
  new AppError('CONFLICT', { message: 'This value was not opened within a day and is erased. Run the step again.' });
