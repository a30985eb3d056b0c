// Secret parts of an answer never reach what is kept: a reference takes their place before anything is stored, and the
// value is sealed for one opening by a person. Without a run nobody could be told where it came from: then it is dropped.
import {
  type CapabilityContract,
  type CapabilityName,
  capabilityContracts,
} from '#connectors/sdk/capability-contracts.ts';
import type { OrgKeyring } from '#server/platform/crypto/org-keyring.ts';
import { sealedValuePlace, sealReference } from '#server/platform/crypto/seal-place.ts';
import type { Database } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

export const sealLifeMs = 24 * 3_600_000;

export interface SealedOutput {
  output: unknown;
  /** the values themselves, so that they are found wherever else the answer says them */
  secrets: string[];
}

export async function sealOutputs(
  tenant: TenantContext,
  deps: { database: Database; keyring: OrgKeyring },
  name: CapabilityName,
  output: unknown,
  origin: { runId: string; path: string } | null,
): Promise<SealedOutput> {
  const { secretOutputs = [] }: CapabilityContract = capabilityContracts[name];
  if (secretOutputs.length === 0 || typeof output !== 'object' || output === null) return { output, secrets: [] };
  const changed: Record<string, unknown> = { ...output };
  const secrets: string[] = [];
  for (const field of secretOutputs) {
    const value = changed[field];
    if (value === null || value === undefined || value === '') continue;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    // a short one would be found in every second word
    if (text.length >= 6) secrets.push(text);
    changed[field] = origin ? await seal(tenant, deps, name, field, text, origin) : '[redacted]';
  }
  return { output: changed, secrets };
}

async function seal(
  tenant: TenantContext,
  { database, keyring }: { database: Database; keyring: OrgKeyring },
  capability: CapabilityName,
  field: string,
  text: string,
  { runId, path }: { runId: string; path: string },
): Promise<string> {
  const id = newId();
  const value = await keyring.seal(tenant, sealedValuePlace(id), text);
  await database.sqlWithTenant(tenant, (sql) =>
    sql.query(
      `INSERT INTO sealed_value (org_id, id, run_id, path, capability, field, value, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 millisecond')`,
      [tenant.orgId, id, runId, path, capability, field, Buffer.from(value), sealLifeMs],
    ),
  );
  return sealReference(id);
}
