// document.read: an article, an asset with its fields, or a network, as plain text.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { htmlToText } from '#connectors/sdk/text/html-to-text.ts';
import type { HuduContext } from '../auth.ts';
import { readOne } from '../client.ts';
import { parseDocumentId } from '../document-id.ts';
import { assetText, maxCharacters, networkText } from '../document-text.ts';
import { articleSummary, assetSummary, networkSummary } from '../transform.ts';
import { articleShape, assetShape, layoutShape, networkShape } from '../vendor-shapes.ts';

export const readDocument: DirectCapability<
  CapabilityInput<'document.read'>,
  CapabilityOutput<'document.read'>,
  HuduContext
> = {
  run: async (context, input) => {
    const { host } = context.settings;
    const address = parseDocumentId(input.document);
    if (address.kind === 'articles') {
      const call = { action: 'read the article', path: `/articles/${address.id}` };
      const article = await readOne(context, 'article', articleShape, call);
      return { ...articleSummary(host, article), ...htmlToText(article.content ?? '', maxCharacters) };
    }
    if (address.kind === 'networks') {
      const call = { action: 'read the network', path: `/networks/${address.id}` };
      const network = await readOne(context, 'network', networkShape, call);
      return { ...networkSummary(host, network), ...networkText(network) };
    }
    const path = `/companies/${address.company}/assets/${address.id}`;
    const asset = await readOne(context, 'asset', assetShape, { action: 'read the asset', path });
    // without its layout nobody knows which fields are passwords, and nothing is shown
    const layout = await readOne(context, 'asset_layout', layoutShape, {
      action: 'read the layout of the asset',
      path: `/asset_layouts/${numberPart(asset.asset_layout_id ?? '', 'asset layout')}`,
    });
    return { ...assetSummary(host, asset), ...assetText(asset, layout) };
  },
};
