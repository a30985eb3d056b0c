// "Test" of the connect wizard: whose server this is, how many devices it has, and whether there are scripts to run.
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { largestPage, type RestV3 } from './client.ts';
import { scriptList } from './scripts.ts';
import type { RestV3Context } from './vendor.ts';
import { environmentShape } from './vendor-shapes.ts';

export const createConnectionTest =
  (api: RestV3) =>
  async (context: RestV3Context): Promise<ConnectionTest> => {
    const call = { path: api.vendor.environmentPath, action: 'read the environment' };
    const environment = await api.read(context, environmentShape, call).catch((error: unknown) => {
      throw notSpoken(error, api, context);
    });
    const { items, next } = await api.page(context, scriptList, { limit: largestPage });
    const { CustomerName: customer, ProductVersion: version, License: license } = environment;
    const { TotalInUse: used, Limit: limit } = license?.Devices ?? {};
    const who = `${customer ?? api.vendor.name}${version ? ` (${version})` : ''}`;
    return {
      ok: true,
      summary: `${who}: ${used ?? '?'} of ${limit ?? '?'} devices, ${items.length}${next ? ' or more' : ''} scripts`,
      warnings: items.length === 0 ? ['This token sees no script: nothing can be run on a device.'] : [],
    };
  };

/** A server that knows no environment speaks another API, or nothing of the kind. */
function notSpoken(error: unknown, api: RestV3, context: RestV3Context): unknown {
  if (!(error instanceof ConnectorError) || error.kind !== 'not-found') return error;
  const where = new URL(context.settings.host).host;
  return new ConnectorError('wrong-host', `${where} has no REST API v3 of ${api.vendor.name}. Check the address.`, {
    ...(error.status === undefined ? {} : { status: error.status }),
  });
}
