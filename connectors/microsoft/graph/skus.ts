// What the tenant has bought.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { GraphContext } from './auth.ts';
import { readGraphList } from './client.ts';
import { type GraphSku, skuShape } from './vendor-shapes.ts';

export const readSkus = (context: GraphContext): Promise<GraphSku[]> =>
  readGraphList(context, skuShape, {
    action: 'list the licences',
    path: '/subscribedSkus',
    select: ['skuId', 'skuPartNumber', 'consumedUnits', 'prepaidUnits'],
  });

/** Part numbers by SKU id, for names beside people; null when the app may not read them: a name less, and nothing else. */
export async function skuNames(context: GraphContext): Promise<Map<string, string> | null> {
  try {
    return new Map((await readSkus(context)).map((sku) => [sku.skuId, sku.skuPartNumber]));
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'forbidden') return null;
    throw error;
  }
}
