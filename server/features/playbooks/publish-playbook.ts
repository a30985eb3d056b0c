// Takes a playbook into an org: checked, its scripts proven by their hashes, stored as a version that never changes,
// and made the live one. The same content twice is one version; other content needs another version number.
import { checkPlaybook, type Diagnostic, type Playbook, sha256Hex } from '#server/engine/engine.ts';
import type { CapabilityCatalog } from '#server/engine/ports/capabilities.ts';
import type { Database } from '#server/platform/db/database.ts';
import { AppError } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { type StoredScripts, saveVersion, setLiveVersion } from './publish-playbook.repository.ts';
import { type PublishedPlaybook, type PublishPlaybookInput, publishPlaybookInput } from './publish-playbook.schema.ts';

export interface PublishPlaybookDeps {
  database: Pick<Database, 'withTenant'>;
  catalog: CapabilityCatalog;
}

/** @throws AppError INVALID_INPUT when it does not pass the check, CONFLICT when the version exists with other content */
export async function publishPlaybook(
  tenant: TenantContext,
  input: PublishPlaybookInput,
  deps: PublishPlaybookDeps,
): Promise<PublishedPlaybook> {
  const { source, files, isLive } = publishPlaybookInput.parse(input);
  const { playbook, diagnostics } = checkPlaybook(source, deps.catalog);
  if (!playbook) throw refuse(diagnostics);
  const scripts = collectScripts(playbook, files);
  return deps.database.withTenant(tenant, async (db) => {
    const saved = await saveVersion(tenant, db, {
      head: playbook.head,
      contentHash: playbook.contentHash,
      source,
      scripts,
    });
    if (saved.contentHash !== playbook.contentHash) {
      throw new AppError('CONFLICT', {
        message: `Version ${playbook.head.version} of "${playbook.head.name}" exists with other content. Raise the version.`,
      });
    }
    const { playbookId, versionId, isNew } = saved;
    if (isLive) await setLiveVersion(tenant, db, { playbookId, versionId, head: playbook.head });
    const { name: slug, version } = playbook.head;
    if (isNew) {
      const detail = { slug, version, contentHash: playbook.contentHash, isLive };
      await writeAudit(tenant, db, {
        action: 'publish-playbook',
        targetKind: 'playbook',
        targetId: playbookId,
        detail,
      });
    }
    return { playbookId, versionId, slug, version, contentHash: playbook.contentHash, isNew };
  });
}

function refuse(diagnostics: Diagnostic[]): AppError {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const where = first ? `line ${first.line}: ${first.message}` : 'it cannot be read';
  return new AppError('INVALID_INPUT', {
    message: `The playbook does not pass the check: ${where}`,
    details: { diagnostics: errors.slice(0, 50) },
  });
}

/** Every script of the manifest, byte for byte what its author hashed; nothing that the manifest does not name. */
function collectScripts(playbook: Playbook, files: Record<string, string>): StoredScripts {
  const named = Object.entries(playbook.head.needs.scripts);
  const extra = Object.keys(files).filter((file) => !named.some(([, script]) => script.file === file));
  if (extra.length > 0) throw wrongScript(`${extra.join(', ')} is not in needs.scripts.`);
  return Object.fromEntries(
    named.map(([name, { file, sha256 }]) => {
      const text = files[file];
      if (text === undefined) throw wrongScript(`${file} is missing.`);
      const actual = sha256Hex(text);
      if (actual !== sha256) throw wrongScript(`${file} has the SHA-256 ${actual}, needs.scripts says ${sha256}.`);
      return [name, { file, sha256, text }];
    }),
  );
}

const wrongScript = (message: string) => new AppError('INVALID_INPUT', { message });
