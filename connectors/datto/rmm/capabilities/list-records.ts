// client.list (sites) and device.list. What was deleted stays listed at Datto, and is left out here.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import type { DattoContext } from '../auth.ts';
import { toDevice } from '../device-transform.ts';
import { largestPage, readPage } from '../lists.ts';
import { deviceShape, siteShape } from '../vendor-shapes.ts';

export async function listSites(
  context: DattoContext,
  input: CapabilityInput<'client.list'>,
): Promise<CapabilityOutput<'client.list'>> {
  const list = {
    path: '/v2/account/sites' as const,
    query: { max: Math.min(input.limit, largestPage) },
    name: 'sites',
    shape: siteShape,
    action: 'list the sites',
  };
  const { items, next } = await readPage(context, list, input.cursor);
  return { items: items.map((site) => ({ id: site.uid, name: site.name ?? site.uid, isActive: true })), next };
}

export async function listDevices(
  context: DattoContext,
  input: CapabilityInput<'device.list'>,
): Promise<CapabilityOutput<'device.list'>> {
  const list = {
    path: input.client
      ? (`/v3/site/${pathPart(input.client, 'site')}/devices` as const)
      : ('/v3/account/devices' as const),
    query: { max: Math.min(input.limit, largestPage) },
    name: 'devices',
    shape: deviceShape,
    action: 'list the devices',
  };
  const { items, next } = await readPage(context, list, input.cursor);
  return { items: items.filter((device) => device.deleted !== true).map((device) => toDevice(device)), next };
}
