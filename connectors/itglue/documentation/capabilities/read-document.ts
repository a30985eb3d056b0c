// document.read: a document with its sections, a flexible asset with its fields, or a configuration, as plain text.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { collectPages } from '#connectors/sdk/http/paging.ts';
import type { ItGlueContext } from '../auth.ts';
import { readOne, readPage } from '../client.ts';
import { parseDocumentId } from '../document-id.ts';
import { assetText, configurationText, sectionsText } from '../document-text.ts';
import { assetFields } from '../lists.ts';
import { toSummary } from '../transform.ts';
import { assetShape, configurationShape, documentShape, sectionShape } from '../vendor-shapes.ts';

type Read = DirectCapability<CapabilityInput<'document.read'>, CapabilityOutput<'document.read'>, ItGlueContext>;

export const readDocument: Read = {
  run: async (context, input) => {
    const { kind, id } = parseDocumentId(input.document);
    if (kind === 'configurations') {
      const row = await readOne(context, configurationShape, {
        action: 'read the configuration',
        path: `/configurations/${id}`,
      });
      return { ...toSummary(kind, row), ...configurationText(row.attributes) };
    }
    if (kind === 'flexible_assets') {
      const row = await readOne(context, assetShape, {
        action: 'read the flexible asset',
        path: `/flexible_assets/${id}`,
      });
      const typeId = row.attributes['flexible-asset-type-id'];
      const fields = typeId ? await assetFields(context, typeId) : [];
      return { ...toSummary(kind, row), ...assetText(row.attributes, fields) };
    }
    const row = await readOne(context, documentShape, { action: 'read the document', path: `/documents/${id}` });
    return { ...toSummary(kind, row), ...sectionsText(await sectionsOf(context, id)) };
  },
};

async function sectionsOf(context: ItGlueContext, id: string) {
  const rows = await collectPages(
    {
      maxPages: 20,
      fetchPage: async (cursor) => {
        const page = Number(cursor ?? 1);
        const { items, hasMore } = await readPage(context, sectionShape, {
          action: 'read the sections of the document',
          path: `/documents/${id}/relationships/sections`,
          page,
          size: 100,
        });
        return { items, next: hasMore ? String(page + 1) : null };
      },
    },
    (row) => row.id,
  );
  return rows.map(({ attributes }) => attributes);
}
