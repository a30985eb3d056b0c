// Categories of the first level: a ticket carries the words, not the number.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Category } from '#connectors/sdk/nouns.ts';
import type { HaloContext } from './client.ts';
import { readAll } from './lists.ts';
import { categoryShape } from './vendor-shapes.ts';

export async function listCategories(context: HaloContext, ticketType: string | null): Promise<Category[]> {
  const rows = await readAll(context, categoryShape, {
    path: '/Category',
    action: 'read the categories',
    query: { type_id: 1, tickettype_id: ticketType },
  });
  return rows.map((row) => ({
    id: String(row.id),
    name: row.value || row.category_name || String(row.id),
    board: ticketType === null ? null : { id: ticketType, name: null },
    isActive: true,
  }));
}

/** By number, by name, or as this connection maps it. @returns the words for the ticket @throws ConnectorError `invalid-input` */
export async function requireCategory(
  context: HaloContext,
  wanted: string,
  ticketType: string | null,
): Promise<string> {
  const categories = await listCategories(context, ticketType);
  const plain = (text: string) => text.trim().toLowerCase();
  const rows = context.mapping.categories.filter((row) => plain(row.category) === plain(wanted));
  const mapped =
    rows.find((row) => row.board !== null && row.board === ticketType) ?? rows.find((row) => row.board === null);
  const found =
    categories.find(({ id }) => id === (mapped?.id ?? wanted)) ??
    categories.find(({ name }) => plain(name) === plain(wanted));
  if (found) return found.name;
  const known = categories.slice(0, 30).map(({ name }) => `"${name}"`);
  throw new ConnectorError(
    'invalid-input',
    `There is no category "${wanted.slice(0, 60)}" in this Halo; there are ${known.join(', ') || 'none'}.`,
  );
}
