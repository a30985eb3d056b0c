// Changing a connection. Whoever changes where it leads must bring the key along: else the stored key would be sent
// to an address of their choice.
import { AppError, notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import type { SetEnabledInput, UpdateConnectionInput } from './connection.schema.ts';
import { fillGenerated, openSecrets, sealSecrets } from './connection-secrets.ts';
import {
  changeConnection,
  changeConnectionAsRead,
  findConnection,
  findConnectionByName,
  forgetTokens,
} from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { nameTaken, type SandboxOptions, validated } from './create-connection.ts';
import type { TestResult } from './vendor-gateway.ts';

export async function updateConnection(
  tenant: TenantContext,
  input: UpdateConnectionInput,
  deps: ConnectionsDeps,
  sandbox?: SandboxOptions,
): Promise<{ test: TestResult | null }> {
  const { vendors, keyring, database } = deps;
  const row = await database.withTenant(tenant, async (db) => {
    const found = await findConnection(tenant, db, input.connectionId);
    if (!found) throw notFound('connection');
    const other = input.name ? await findConnectionByName(tenant, db, input.name) : null;
    if (other && other.id !== found.id) throw nameTaken(input.name ?? '');
    return found;
  });
  const { fields } = vendors.describe(row.connector);
  const before = asRecord(row.settings);
  const { sandboxControlUrl: knownControlUrl, ...vendorsBefore } = before;
  const sandboxControlUrl = tenant.role === 'system' && sandbox ? sandbox.controlUrl : knownControlUrl;
  const wanted = { ...vendorsBefore, ...fillGenerated([], input.settings ?? {}) };
  for (const [name, value] of Object.entries(input.settings ?? {}))
    if (value === '' || value === null) delete wanted[name];
  const given = fillGenerated([], input.secrets ?? {});

  // compared after the connector has put both in its own form
  const stored = await openSecrets(tenant, keyring, row);
  const attempt = (secrets: Record<string, unknown>) => vendors.validate(row.connector, { settings: wanted, secrets });
  const normal = attempt({ ...stored, ...given });
  const isElsewhere =
    vendors.destinationOf(row.connector, normal.ok ? normal.settings : wanted) !==
    vendors.destinationOf(row.connector, vendorsBefore);
  // our own start-up may find the sandbox on another port; a person must not lead it anywhere
  if (isElsewhere && row.isSandbox && tenant.role !== 'system')
    throw new AppError('FORBIDDEN', { message: 'A sandbox connection stays where it is.' });
  const missing = fields.filter(
    (field) => field.secret && !field.isGenerated && stored[field.name] && !given[field.name],
  );
  if (isElsewhere && missing.length > 0) {
    throw new AppError('INVALID_INPUT', {
      message: 'The connection would lead to another place. Enter its keys again; the stored ones are not sent there.',
      details: { fields: Object.fromEntries(missing.map((field) => [field.name, 'Enter it again.'])) },
    });
  }
  const secretsIn = isElsewhere ? fillGenerated(fields, given) : { ...stored, ...given };
  const { settings, secrets } = validated(attempt(secretsIn));
  const isSecretNew = isElsewhere || Object.keys(given).length > 0;
  const needsTest = !input.skipTest && (isSecretNew || input.settings !== undefined);
  const draft = { name: row.name, connector: row.connector, settings, secrets, isSandbox: row.isSandbox };
  const test = needsTest ? await vendors.testDraft(tenant, draft) : null;

  const sealed = await sealSecrets(tenant, keyring, row.id, secrets);
  const health = test
    ? { status: 'healthy' as const, statusDetail: null, checkedAt: deps.now() }
    : isSecretNew || input.settings
      ? { status: 'untested' as const, statusDetail: 'Changed and not tested yet.' }
      : {};
  await database.withTenant(tenant, async (db) => {
    const isChanged = await changeConnectionAsRead(tenant, db, row, {
      ...(input.name ? { name: input.name } : {}),
      settings: JSON.parse(JSON.stringify(sandboxControlUrl ? { ...settings, sandboxControlUrl } : settings)),
      secrets: sealed,
      ...(row.status === 'disabled' ? {} : health),
    });
    if (!isChanged) {
      throw new AppError('CONFLICT', { message: 'The keys of this connection were changed meanwhile. Look again.' });
    }
    if (isSecretNew) await forgetTokens(tenant, db, row.id);
    await writeAudit(tenant, db, {
      action: 'update-connection',
      targetKind: 'connection',
      targetId: row.id,
      detail: { name: input.name ?? row.name, newKey: isSecretNew, elsewhere: isElsewhere, tested: test !== null },
    });
  });
  await test?.keepTokens(row.id);
  return { test: test && { summary: test.summary, warnings: test.warnings } };
}

/** A disabled connection is asked nothing, and its webhook address answers like one that does not exist. */
export const setEnabled = (tenant: TenantContext, input: SetEnabledInput, deps: ConnectionsDeps) =>
  deps.database.withTenant(tenant, async (db) => {
    const row = await findConnection(tenant, db, input.connectionId);
    if (!row) throw notFound('connection');
    if ((row.status !== 'disabled') === input.enabled) return { enabled: input.enabled };
    await changeConnection(tenant, db, row.id, {
      status: input.enabled ? 'untested' : 'disabled',
      statusDetail: input.enabled ? 'Switched on again; not tested yet.' : 'Switched off.',
    });
    await writeAudit(tenant, db, {
      action: input.enabled ? 'enable-connection' : 'disable-connection',
      targetKind: 'connection',
      targetId: row.id,
      detail: { name: row.name },
    });
    return { enabled: input.enabled };
  });

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
