// IT Glue's lists, each read to its end where the whole is needed.
import type { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { collectPages } from '#connectors/sdk/http/paging.ts';
import { numberPart, type QueryValue } from '#connectors/sdk/http/vendor-road.ts';
import type { ItGlueContext } from './auth.ts';
import { maxPageSize, readPage } from './client.ts';
import { type AssetField, assetFieldShape, assetTypeShape, documentShape, organizationShape } from './vendor-shapes.ts';

type Query = Record<string, QueryValue>;

const readAll = <T extends z.ZodType>(
  context: ItGlueContext,
  attributes: T,
  list: { action: string; path: string; query?: Query },
) =>
  collectPages(
    {
      maxPages: 50,
      fetchPage: async (cursor) => {
        const page = Number(cursor ?? 1);
        const { items, hasMore } = await readPage(context, attributes, { ...list, page, size: maxPageSize });
        return { items, next: hasMore ? String(page + 1) : null };
      },
    },
    (item) => item.id,
  );

export const allOrganizations = (context: ItGlueContext) =>
  readAll(context, organizationShape, { action: 'list the organizations', path: '/organizations' });

export const allAssetTypes = (context: ItGlueContext) =>
  readAll(context, assetTypeShape, { action: 'list the flexible asset types', path: '/flexible_asset_types' });

/** @throws ConnectorError; without its fields nothing of an asset is shown, for nobody knows which of them are passwords */
export async function assetFields(context: ItGlueContext, typeId: string): Promise<AssetField[]> {
  const rows = await readAll(context, assetFieldShape, {
    action: 'list the fields of a flexible asset type',
    path: `/flexible_asset_types/${numberPart(typeId, 'flexible asset type')}/relationships/flexible_asset_fields`,
  });
  return rows.map(({ attributes }) => attributes);
}

/**
 * Every document of an organization. The plain list has the top folder only; which of two filters opens the others differs
 * from account to account, and so does what they leave out: all three are asked, and each document is taken once.
 */
export async function allDocuments(context: ItGlueContext, organizationId: string) {
  const path = `/organizations/${numberPart(organizationId, 'organization')}/relationships/documents`;
  const list = (query: Query) => readAll(context, documentShape, { action: 'list the documents', path, query });
  const ifUnderstood = (query: Query) =>
    list(query).catch((error: unknown) => {
      if (error instanceof ConnectorError && error.kind === 'invalid-input') return null;
      throw error;
    });
  const atTop = await list({});
  const opened = [
    await ifUnderstood({ 'filter[document_folder_id]': 'null' }),
    await ifUnderstood({ 'filter[document_folder_id][ne]': 'null' }),
  ];
  if (opened.every((part) => part === null)) {
    throw new ConnectorError(
      'unsupported',
      'This IT Glue account lets API keys see only documents outside folders, so a search would look whole and not be.',
    );
  }
  const byId = new Map([atTop, ...opened].flatMap((part) => part ?? []).map((row) => [row.id, row]));
  return [...byId.values()].toSorted((a, b) => byNumber(a.id, b.id));
}

/** ids are whole numbers of up to 19 digits, as text */
export const byNumber = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
