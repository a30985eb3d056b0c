// Sealing and opening what a connection must keep to itself.
import { createHash, randomBytes } from 'node:crypto';
import {
  connectionSecretsPlace,
  formerSecretsPlace,
  ingestSecretPlace,
} from '#server/platform/crypto/connection-places.ts';
import type { OrgKeyring } from '#server/platform/crypto/org-keyring.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ConnectorField } from './vendor-gateway.ts';

export const newSecretText = (): string => randomBytes(32).toString('base64url');

export const sealSecrets = (tenant: TenantContext, keyring: OrgKeyring, connectionId: string, secrets: object) =>
  keyring.seal(tenant, connectionSecretsPlace(connectionId), JSON.stringify(secrets));

export const sealFormerSecrets = (tenant: TenantContext, keyring: OrgKeyring, connectionId: string, secrets: object) =>
  keyring.seal(tenant, formerSecretsPlace(connectionId), JSON.stringify(secrets));

export async function openSecrets(
  tenant: TenantContext,
  keyring: OrgKeyring,
  row: { id: string; secrets: Uint8Array | null },
): Promise<Record<string, unknown>> {
  if (!row.secrets) return {};
  const text = await keyring.openText(tenant, connectionSecretsPlace(row.id), row.secrets);
  return JSON.parse(text) as Record<string, unknown>;
}

export async function sealIngestSecret(tenant: TenantContext, keyring: OrgKeyring, connectionId: string) {
  const text = newSecretText();
  return {
    ingestSecret: await keyring.seal(tenant, ingestSecretPlace(connectionId), text),
    ingestSecretHash: Uint8Array.from(createHash('sha256').update(text).digest()),
  };
}

export const openIngestSecret = (
  tenant: TenantContext,
  keyring: OrgKeyring,
  row: { id: string; ingestSecret: Uint8Array },
): Promise<string> => keyring.openText(tenant, ingestSecretPlace(row.id), row.ingestSecret);

/** Fields of ours that were left empty get a random value; other empty fields are absent. */
export function fillGenerated(
  fields: ConnectorField[],
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '' && value !== null));
  for (const field of fields) {
    if (field.secret && field.isGenerated && filled[field.name] === undefined) filled[field.name] = newSecretText();
  }
  return filled;
}
