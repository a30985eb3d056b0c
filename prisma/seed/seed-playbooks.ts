// The library's playbooks, as every new org gets them.
import { fileURLToPath } from 'node:url';
import type { Bus } from '../../server/bus/create-bus.ts';
import { installLibrary, readLibrary } from '../../server/features/playbooks/public.ts';
import type { Database } from '../../server/platform/db/database.ts';
import type { TenantContext } from '../../server/platform/tenant.ts';

const folder = fileURLToPath(new URL('../../playbooks/library', import.meta.url));

export async function seedPlaybooks(tenant: TenantContext, deps: { database: Database; bus: Bus }): Promise<number> {
  const library = readLibrary(folder);
  await installLibrary(tenant, library, { database: deps.database, catalog: deps.bus.catalog });
  return library.length;
}
