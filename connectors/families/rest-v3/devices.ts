// Devices and what is known of the machines. The list of devices has names and places only, so assets are asked for the
// devices of a page, a few at a time.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import { largestPage, odataText, type RestV3 } from './client.ts';
import type { RestV3Context } from './vendor.ts';
import { assetShape, deviceShape, type RestV3Asset, type RestV3Device } from './vendor-shapes.ts';

/** the filter is part of the address, which must not grow too long */
const assetsAtOnce = 20;

export const readDevice = (api: RestV3, context: RestV3Context, id: string): Promise<RestV3Device> =>
  api.read(context, deviceShape, { path: `/devices/${pathPart(id, 'device')}`, action: 'read the device' });

/** Phones and published instances have none. */
export const readAsset = (api: RestV3, context: RestV3Context, id: string): Promise<RestV3Asset | null> =>
  api.readIfThere(context, assetShape, { path: `/assets/${pathPart(id, 'device')}`, action: 'read the asset' });

/** By identifier. Empty where the server takes no such filter: what is not told is left open. */
export async function assetsOf(
  api: RestV3,
  context: RestV3Context,
  devices: readonly RestV3Device[],
): Promise<Map<string, RestV3Asset>> {
  const chunks = Array.from({ length: Math.ceil(devices.length / assetsAtOnce) }, (_, index) =>
    devices.slice(index * assetsAtOnce, (index + 1) * assetsAtOnce),
  );
  try {
    const pages = await Promise.all(
      chunks.map((chunk) => {
        const filter = chunk.map(({ Identifier }) => `Identifier eq ${odataText(Identifier)}`).join(' or ');
        const list = { path: '/assets' as const, shape: assetShape, action: 'list the assets', filter };
        return api.page(context, list, { limit: largestPage });
      }),
    );
    return new Map(pages.flatMap(({ items }) => items).map((asset) => [asset.Identifier, asset]));
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'invalid-input') return new Map();
    throw error;
  }
}
