// Issue types.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Category } from '#connectors/sdk/nouns.ts';
import { type BmsContext, lookUp } from './client.ts';
import { lookupShape } from './vendor-shapes.ts';

export async function listCategories(context: BmsContext): Promise<Category[]> {
  const rows = await lookUp(context, lookupShape, {
    path: '/system/issuetypes/lookup',
    action: 'read the issue types',
  });
  return rows.map(({ Id, Name, IsActive }) => ({
    id: String(Id),
    name: Name || String(Id),
    board: null,
    isActive: IsActive !== false,
  }));
}

/** By number, by name, or as this connection maps it. @throws ConnectorError `invalid-input` */
export async function requireCategory(context: BmsContext, wanted: string): Promise<number> {
  const plain = (text: string) => text.trim().toLowerCase();
  const categories = (await listCategories(context)).filter(({ isActive }) => isActive);
  const mapped = context.mapping.categories.find((row) => plain(row.category) === plain(wanted));
  const found =
    categories.find(({ id }) => id === (mapped?.id ?? wanted)) ??
    categories.find(({ name }) => plain(name) === plain(wanted));
  if (found) return Number(found.id);
  const known = categories.slice(0, 30).map(({ name }) => `"${name}"`);
  throw new ConnectorError(
    'invalid-input',
    `There is no issue type "${wanted.slice(0, 60)}" in BMS; there are ${known.join(', ') || 'none'}.`,
  );
}
