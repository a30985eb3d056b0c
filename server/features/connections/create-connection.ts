// A key is tried before it is kept: what does not work is not saved, unless the person says so.
import { AppError } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import type { CreateConnectionInput } from './connection.schema.ts';
import { fillGenerated, sealIngestSecret, sealSecrets } from './connection-secrets.ts';
import { findConnectionByName, insertConnection } from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { findDraft, forgetDraft } from './probed-drafts.ts';
import type { TestResult } from './vendor-gateway.ts';

/** Only our own start-up makes sandbox connections: they may reach this machine, which nobody else may ask for. */
export interface SandboxOptions {
  /** root of the sandbox's control door, e.g. "http://127.0.0.1:4100/__sandbox" */
  controlUrl: string;
}

export async function createConnection(
  tenant: TenantContext,
  input: CreateConnectionInput,
  deps: ConnectionsDeps,
  sandbox?: SandboxOptions,
): Promise<{ connectionId: string; test: TestResult | null }> {
  if (sandbox && tenant.role !== 'system')
    throw new AppError('FORBIDDEN', { message: 'A sandbox is made by the installation.' });
  const { vendors, keyring, database } = deps;
  const { fields } = vendors.describe(input.connector);
  const { settings, secrets } = validated(
    vendors.validate(input.connector, {
      settings: fillGenerated([], input.settings),
      secrets: fillGenerated(fields, input.secrets),
    }),
  );
  await database.withTenant(tenant, async (db) => {
    if (await findConnectionByName(tenant, db, input.name)) throw nameTaken(input.name);
  });

  const isSandbox = sandbox !== undefined;
  const draft = { name: input.name, connector: input.connector, settings, secrets, isSandbox };
  const tried = input.probeId ? findDraft(tenant, input.probeId, input, deps.now()) : null;
  const test = tried ?? (input.skipTest ? null : await vendors.testDraft(tenant, draft));

  const id = newId();
  const sealed = await sealSecrets(tenant, keyring, id, secrets);
  const ingest = await sealIngestSecret(tenant, keyring, id);
  await database.withTenant(tenant, async (db) => {
    if (await findConnectionByName(tenant, db, input.name)) throw nameTaken(input.name);
    await insertConnection(tenant, db, {
      id,
      connector: input.connector,
      name: input.name,
      settings: JSON.parse(JSON.stringify(sandbox ? { ...settings, sandboxControlUrl: sandbox.controlUrl } : settings)),
      secrets: sealed,
      ...ingest,
      status: test ? 'healthy' : 'untested',
      statusDetail: test ? null : 'Not tested yet.',
      checkedAt: test ? deps.now() : null,
      isSandbox,
    });
    await writeAudit(tenant, db, {
      action: 'create-connection',
      targetKind: 'connection',
      targetId: id,
      detail: { connector: input.connector, name: input.name, tested: test !== null },
    });
  });
  await test?.keepTokens(id);
  if (input.probeId) forgetDraft(input.probeId);
  return { connectionId: id, test: test && { summary: test.summary, warnings: test.warnings } };
}

export function validated(
  result: { ok: true; settings: object; secrets: object } | { ok: false; problems: Record<string, string> },
): { settings: object; secrets: object } {
  if (result.ok) return result;
  const [field, problem] = Object.entries(result.problems)[0] ?? ['', 'The settings are not valid.'];
  throw new AppError('INVALID_INPUT', { message: `${field}: ${problem}`, details: { fields: result.problems } });
}

export const nameTaken = (name: string) =>
  new AppError('CONFLICT', { message: `There is a connection named "${name}" already.` });
