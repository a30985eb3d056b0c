// Which client of ours each customer of a connection is, and who else it could be.
import { notFound } from '#server/platform/errors.ts';
import { cutPage } from '#server/platform/paging.schema.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import {
  findIdentities,
  findOtherIdentities,
  findOurClients,
  type IdentityRow,
  searchOurClients,
} from './client-mapping.repository.ts';
import type { ClientMappingPage, ListClientChoicesInput, ReadClientMappingInput } from './client-mapping.schema.ts';
import { findConnection } from './mapping.repository.ts';
import type { Suggestion } from './mapping.schema.ts';
import type { MappingDeps } from './mapping-deps.ts';
import { likenessOf, NameIndex } from './name-likeness.ts';

export const readClientMapping = (
  tenant: TenantContext,
  input: ReadClientMappingInput,
  deps: Pick<MappingDeps, 'database'>,
): Promise<ClientMappingPage> =>
  deps.database.withTenant(tenant, async (db) => {
    const { connectionId, limit } = input;
    if (!(await findConnection(tenant, db, connectionId))) throw notFound('connection');
    const index = new NameIndex(await findOurClients(tenant, db));
    const suggest = (row: IdentityRow) => index.suggest(row.name, ({ id }) => id === row.client.id);
    const fitting = (await findIdentities(tenant, db, connectionId)).filter((row) => isShown(row, input, suggest));
    const last = input.cursor ? fitting.findIndex(({ id }) => id === input.cursor) : -1;
    // the row a page ended with is gone: the list ends here, and never begins again
    const rest = input.cursor && last < 0 ? [] : fitting.slice(last + 1);
    const page = cutPage(rest.slice(0, limit + 1), limit, (row) => row.id);
    const others = await findOtherIdentities(
      tenant,
      db,
      connectionId,
      page.items.map(({ client }) => client.id),
    );
    const items = page.items.map((row) => ({
      identityId: row.id,
      externalId: row.externalId,
      name: row.name,
      client: row.client,
      isPinned: isPinned(row),
      suggestions: suggest(row),
      alsoKnownTo: others
        .filter(({ clientId }) => clientId === row.client.id)
        .slice(0, 20)
        .map(({ name, connection }) => ({ connectionId: connection.id, connectionName: connection.name, name })),
    }));
    return { items, nextCursor: page.nextCursor };
  });

/** A person's word, here or where clients are merged and split. */
const isPinned = (row: Pick<IdentityRow, 'matchedBy'>): boolean => row.matchedBy === 'decision';

function isShown(
  row: IdentityRow,
  { show, text }: ReadClientMappingInput,
  suggest: (row: IdentityRow) => Suggestion[],
): boolean {
  const wanted = text?.trim().toLowerCase();
  if (wanted && ![row.name, row.client.name].some((name) => name.toLowerCase().includes(wanted))) return false;
  if (show === 'chosen') return isPinned(row);
  if (show === 'automatic') return !isPinned(row);
  if (show === 'doubtful') {
    const now = likenessOf(row.name, row.client.name)?.confidence ?? 0;
    return !isPinned(row) && (suggest(row)[0]?.confidence ?? 0) >= now;
  }
  return true;
}

/** For a box to choose from. */
export const listClientChoices = (
  tenant: TenantContext,
  input: ListClientChoicesInput,
  deps: Pick<MappingDeps, 'database'>,
) => deps.database.withTenant(tenant, (db) => searchOurClients(tenant, db, input.text.trim()));
