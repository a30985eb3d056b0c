// Our words beside the vendor's, for one connection.
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { buildSection } from './build-mapping-view.ts';
import { findConnection, findRows } from './mapping.repository.ts';
import { mappingKinds } from './mapping.schema.ts';
import type { MappingDeps } from './mapping-deps.ts';
import type { MappingView, ReadMappingInput } from './read-mapping.schema.ts';

export async function readMapping(
  tenant: TenantContext,
  input: ReadMappingInput,
  deps: MappingDeps,
): Promise<MappingView> {
  const { connectionId } = input;
  const stored = await deps.database.withTenant(tenant, async (db) => {
    if (!(await findConnection(tenant, db, connectionId))) throw notFound('connection');
    return findRows(tenant, db, connectionId);
  });
  const { kinds, readAt } = await deps.words.read(tenant, connectionId);
  return { connectionId, sections: mappingKinds.map((kind) => buildSection(kind, kinds[kind], stored)), readAt };
}
