// The first-party playbooks, published into an org exactly as an engineer would publish them. What an org has already
// is left alone, whatever its version: nothing an org changed is overwritten.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { TenantContext } from '#server/platform/tenant.ts';
import { type PublishPlaybookDeps, publishPlaybook } from './publish-playbook.ts';

export interface LibraryPlaybook {
  slug: string;
  source: string;
  /** by the name the manifest gives them */
  files: Record<string, string>;
}

/** @param folder holds one folder per playbook */
export function readLibrary(folder: string): LibraryPlaybook[] {
  return globSync('*/playbook.yaml', { cwd: folder })
    .sort()
    .map((file) => {
      const slug = path.dirname(file);
      const home = path.join(folder, slug);
      const scripts = globSync('scripts/*', { cwd: home });
      return {
        slug,
        source: readFileSync(path.join(home, 'playbook.yaml'), 'utf8'),
        files: Object.fromEntries(scripts.map((script) => [script, readFileSync(path.join(home, script), 'utf8')])),
      };
    });
}

/** @returns how many were added */
export async function installLibrary(
  tenant: TenantContext,
  library: LibraryPlaybook[],
  deps: PublishPlaybookDeps,
): Promise<number> {
  const known = await deps.database.withTenant(tenant, (db) => db.playbook.findMany({ select: { slug: true } }));
  const slugs = new Set(known.map(({ slug }) => slug));
  const missing = library.filter(({ slug }) => !slugs.has(slug));
  for (const { source, files } of missing) await publishPlaybook(tenant, { source, files, isLive: true }, deps);
  return missing.length;
}
