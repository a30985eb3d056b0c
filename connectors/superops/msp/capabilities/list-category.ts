// category.list: categories and their subcategories. Tickets take the names.
import { z } from 'zod';
import type { CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { SuperopsContext } from '../auth.ts';
import { superops } from '../client.ts';
import { categoryShape } from '../vendor-shapes.ts';

interface CategoryRow {
  id: string;
  name: string;
  fields: { category: string; subcategory?: string };
}

export async function listCategory(context: SuperopsContext): Promise<CapabilityOutput<'category.list'>> {
  const rows = await readCategories(context);
  return { items: rows.map(({ id, name }) => ({ id, name, board: null, isActive: true })) };
}

/** What a ticket is given for it, by id or by name. @throws ConnectorError `invalid-input` */
export async function categoryFields(context: SuperopsContext, wanted: string): Promise<CategoryRow['fields']> {
  const mapped = context.mapping.categories.find((row) => row.category === wanted)?.id;
  const rows = await readCategories(context);
  const plain = wanted.trim().toLowerCase();
  const found =
    rows.find((row) => row.id === mapped || row.id === wanted) ?? rows.find((row) => row.name.toLowerCase() === plain);
  if (found) return found.fields;
  const known = rows.slice(0, 30).map((row) => `"${row.name}"`);
  throw new ConnectorError(
    'invalid-input',
    `There is no category "${wanted.slice(0, 60)}"; there are ${known.join(', ')}.`,
  );
}

async function readCategories(context: SuperopsContext): Promise<CategoryRow[]> {
  const shape = z.object({ getCategoryList: z.array(categoryShape.nullable()).nullable() });
  const { getCategoryList } = await superops.ask(context, shape, {
    action: 'list the categories',
    document: 'query { getCategoryList { id name subCategories { id name } } }',
  });
  return (getCategoryList ?? []).flatMap((row) =>
    row
      ? [
          { id: row.id, name: row.name, fields: { category: row.name } },
          ...(row.subCategories ?? []).flatMap((sub) =>
            sub
              ? [
                  {
                    id: sub.id,
                    name: `${row.name} / ${sub.name}`,
                    fields: { category: row.name, subcategory: sub.name },
                  },
                ]
              : [],
          ),
        ]
      : [],
  );
}
