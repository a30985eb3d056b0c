// "Test" of the connect wizard: is there a Hudu, does it know the key, and what does the key see?
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import { collectPages } from '#connectors/sdk/http/paging.ts';
import type { HuduContext } from './auth.ts';
import { maxPageSize, readOne, readPage, readWhole } from './client.ts';
import { companyShape, infoShape, layoutShape } from './vendor-shapes.ts';

export async function testConnection(context: HuduContext): Promise<ConnectionTest> {
  const info = await readOne(context, 'api_info', infoShape, { action: 'ask for the version', path: '/api_info' });
  const companies = await collectPages(
    {
      maxPages: 100,
      fetchPage: async (cursor) => {
        const page = Number(cursor ?? 1);
        const call = { action: 'list the companies', path: '/companies', page, size: maxPageSize };
        const { items, hasMore } = await readPage(context, 'companies', companyShape, call);
        return { items, next: hasMore ? String(page + 1) : null };
      },
    },
    (company) => company.id,
  );
  // a list without a page size: 25 a page
  const layouts = await collectPages(
    {
      maxPages: 40,
      fetchPage: async (cursor) => {
        const page = Number(cursor ?? 1);
        const call = { action: 'list the asset layouts', path: '/asset_layouts', query: { page } };
        const items = await readWhole(context, 'asset_layouts', layoutShape, call);
        return { items, next: items.length === 25 ? String(page + 1) : null };
      },
    },
    (layout) => layout.id,
  );
  return {
    ok: true,
    summary: `Hudu ${info.version}: ${companies.length} companies, ${layouts.length} asset layouts`,
    warnings: companies.length === 0 ? ['The key sees no company.'] : [],
  };
}
