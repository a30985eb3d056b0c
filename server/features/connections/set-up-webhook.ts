// The address that a vendor calls: telling it to the vendor, and replacing it or the secrets that prove it. What is
// replaced stays valid for a day, so that the vendor can be told in peace and nothing that is under way is lost.
import { AppError, notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import type { ConnectionInput } from './connection.schema.ts';
import { fillGenerated, openSecrets, sealFormerSecrets, sealIngestSecret, sealSecrets } from './connection-secrets.ts';
import { changeConnection, changeConnectionAsRead, findConnection } from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { validated } from './create-connection.ts';
import { webhookUrl } from './list-connections.ts';
import type { EndFormerInput, RotateOutput } from './webhook.schema.ts';

export const formerLifeMs = 24 * 3_600_000;

export async function registerWebhook(tenant: TenantContext, input: ConnectionInput, deps: ConnectionsDeps) {
  const row = await findRow(tenant, input, deps);
  // first the entry, then the call: the vendor must not know of something that our log does not
  await deps.database.withTenant(tenant, (db) =>
    writeAudit(tenant, db, {
      action: 'register-webhook',
      targetKind: 'connection',
      targetId: row.id,
      detail: { name: row.name },
    }),
  );
  const made = await deps.vendors.registerWebhook(tenant, row.id, await webhookUrl(tenant, row, deps));
  const isVendorsSecret = Object.keys(made).length > 0;
  if (isVendorsSecret) await changeSecrets(tenant, row.id, made, deps);
  await deps.database.withTenant(tenant, (db) =>
    changeConnection(tenant, db, row.id, { hookIsActive: true, hookProblem: null, hookCheckedAt: deps.now() }),
  );
  return { registered: true };
}

/** A new address; where its API cannot be asked, a person tells the vendor. */
export async function rotateIngestSecret(
  tenant: TenantContext,
  input: ConnectionInput,
  deps: ConnectionsDeps,
): Promise<RotateOutput> {
  const ingest = await sealIngestSecret(tenant, deps.keyring, input.connectionId);
  const formerUntil = new Date(deps.now().getTime() + formerLifeMs);
  await deps.database.withTenant(tenant, async (db) => {
    const row = await findConnection(tenant, db, input.connectionId);
    if (!row) throw notFound('connection');
    await changeConnection(tenant, db, row.id, {
      ...ingest,
      formerIngestSecretHash: row.ingestSecretHash,
      formerIngestUntil: formerUntil,
      // a vendor that can be asked is looked at soon, and told the new address where that is safe
      hookCheckDueAt: null,
    });
    await writeAudit(tenant, db, {
      action: 'rotate-ingest-secret',
      targetKind: 'connection',
      targetId: row.id,
      detail: { name: row.name, formerUntil: formerUntil.toISOString() },
    });
  });
  return { rotated: true, formerUntil };
}

/** New values of the secrets that we make ourselves. @throws AppError UNSUPPORTED when there are none */
export async function rotateWebhookSecrets(
  tenant: TenantContext,
  input: ConnectionInput,
  deps: ConnectionsDeps,
): Promise<RotateOutput> {
  const row = await findRow(tenant, input, deps);
  const fields = deps.vendors.describe(row.connector).fields.filter((field) => field.secret && field.isGenerated);
  if (fields.length === 0) {
    throw new AppError('UNSUPPORTED', { message: `The webhook of "${row.name}" has no secret that MSPclaw makes.` });
  }
  const formerUntil = await changeSecrets(tenant, row.id, fillGenerated(fields, {}), deps);
  return { rotated: true, formerUntil };
}

/** The former address or secrets end now. */
export const endFormer = (tenant: TenantContext, input: EndFormerInput, deps: Pick<ConnectionsDeps, 'database'>) =>
  deps.database.withTenant(tenant, async (db) => {
    const row = await findConnection(tenant, db, input.connectionId);
    if (!row) throw notFound('connection');
    const isAddress = input.what === 'address';
    if ((isAddress ? row.formerIngestUntil : row.formerSecretsUntil) === null) return { ended: false };
    await changeConnection(
      tenant,
      db,
      row.id,
      isAddress
        ? { formerIngestSecretHash: null, formerIngestUntil: null }
        : { formerSecrets: null, formerSecretsUntil: null },
    );
    await writeAudit(tenant, db, {
      action: 'end-former-webhook',
      targetKind: 'connection',
      targetId: row.id,
      detail: { name: row.name, what: input.what },
    });
    return { ended: true };
  });

async function findRow(tenant: TenantContext, input: ConnectionInput, deps: Pick<ConnectionsDeps, 'database'>) {
  const row = await deps.database.withTenant(tenant, (db) => findConnection(tenant, db, input.connectionId));
  if (!row) throw notFound('connection');
  return row;
}

/** Somebody may enter a new key at the same moment. */
const mostTries = 5;

/** Puts `changes` in place of the stored secrets, and keeps what they replace beside them. @returns until when */
async function changeSecrets(
  tenant: TenantContext,
  connectionId: string,
  changes: Record<string, unknown>,
  deps: ConnectionsDeps,
): Promise<Date> {
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const until = await tryChangeSecrets(tenant, connectionId, changes, deps);
    if (until) return until;
  }
  throw new AppError('CONFLICT', { message: 'The connection was changed at the same time. Try again.' });
}

/** null = its secrets were changed meanwhile, and nothing was done */
async function tryChangeSecrets(
  tenant: TenantContext,
  connectionId: string,
  changes: Record<string, unknown>,
  deps: ConnectionsDeps,
): Promise<Date | null> {
  const { keyring, vendors } = deps;
  const row = await findRow(tenant, { connectionId }, deps);
  const stored = await openSecrets(tenant, keyring, row);
  const { sandboxControlUrl: _ours, ...settings } = { ...(row.settings as Record<string, unknown>) };
  const { secrets } = validated(vendors.validate(row.connector, { settings, secrets: { ...stored, ...changes } }));
  const names = Object.keys(changes).filter((name) => stored[name] !== undefined && stored[name] !== changes[name]);
  const replaced = Object.fromEntries(names.map((name) => [name, stored[name]]));
  const formerUntil = new Date(deps.now().getTime() + formerLifeMs);
  const sealed = await sealSecrets(tenant, keyring, row.id, secrets);
  const former = names.length > 0 ? await sealFormerSecrets(tenant, keyring, row.id, replaced) : null;
  return deps.database.withTenant(tenant, async (db) => {
    const isChanged = await changeConnectionAsRead(tenant, db, row, {
      secrets: sealed,
      ...(former ? { formerSecrets: former, formerSecretsUntil: formerUntil } : {}),
    });
    if (!isChanged) return null;
    await writeAudit(tenant, db, {
      action: 'rotate-webhook-secrets',
      targetKind: 'connection',
      targetId: row.id,
      detail: { name: row.name, fields: Object.keys(changes).join(', '), formerUntil: formerUntil.toISOString() },
    });
    return formerUntil;
  });
}
