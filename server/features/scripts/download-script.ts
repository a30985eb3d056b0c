// A script of a playbook's live version, as it is or wrapped.
import { sha256Hex } from '#server/engine/engine.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { DownloadedScript, DownloadScriptInput } from './download-script.schema.ts';
import { readScripts } from './read-manifests.ts';
import { findInstalled } from './scripts.repository.ts';
import type { ScriptsDeps } from './scripts-deps.ts';
import { wrapScript } from './wrap-script.ts';

/** @throws AppError NOT_FOUND; UNSUPPORTED when it cannot be wrapped */
export async function downloadScript(
  tenant: TenantContext,
  input: DownloadScriptInput,
  deps: Pick<ScriptsDeps, 'database'>,
): Promise<DownloadedScript> {
  const [playbook] = await deps.database.withTenant(tenant, (db) => findInstalled(tenant, db, input.slug));
  const script = playbook && readScripts(playbook).find(({ name }) => name === input.name);
  if (!script) throw notFound('script');
  const text = input.wrapper ? wrapScript(script) : script.text;
  const extension = script.file.split('.').at(-1) ?? 'txt';
  const fileName = `${script.name}${input.wrapper ? '.wrapped' : ''}.${extension}`;
  return { fileName, text, sha256: sha256Hex(text) };
}
