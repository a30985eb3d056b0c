// The library's playbooks, published into the org exactly as an engineer would publish them.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bus } from '../../server/bus/create-bus.ts';
import { type PublishPlaybookDeps, publishPlaybook } from '../../server/features/playbooks/publish-playbook.ts';
import type { TenantContext } from '../../server/platform/tenant.ts';

const library = fileURLToPath(new URL('../../playbooks/library', import.meta.url));

export async function seedPlaybooks(
  tenant: TenantContext,
  deps: Pick<PublishPlaybookDeps, 'database'> & { bus: Bus },
): Promise<number> {
  const sources = globSync('*/playbook.yaml', { cwd: library }).sort();
  for (const file of sources) {
    const folder = path.join(library, path.dirname(file));
    const scripts = globSync('scripts/*', { cwd: folder });
    const files = Object.fromEntries(
      scripts.map((script) => [script, readFileSync(path.join(folder, script), 'utf8')]),
    );
    const source = readFileSync(path.join(library, file), 'utf8');
    await publishPlaybook(
      tenant,
      { source, files, isLive: true },
      { database: deps.database, catalog: deps.bus.catalog },
    );
  }
  return sources.length;
}
