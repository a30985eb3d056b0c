// device.events: the asset's activity, newest first as far as the tenant allows sorting.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { toEvent } from '../asset-transform.ts';
import { readAsset } from '../assets.ts';
import type { SuperopsContext } from '../auth.ts';
import { activityList } from '../collections.ts';
import { fetchPage, largestPage } from '../lists.ts';

export async function listDeviceEvents(
  context: SuperopsContext,
  input: CapabilityInput<'device.events'>,
): Promise<CapabilityOutput<'device.events'>> {
  const { assetId } = await readAsset(context, input.device);
  const sinceMs = input.since ? Date.parse(input.since) : Number.NEGATIVE_INFINITY;
  const items: CapabilityOutput<'device.events'>['items'] = [];
  for (let page = 1; page <= 4 && items.length < input.limit; page++) {
    const found = await fetchPage(context, activityList(assetId), page, largestPage);
    const events = found.items.map(toEvent);
    items.push(...events.filter((event) => Date.parse(event.at) >= sinceMs));
    if (!found.hasMore || events.some((event) => Date.parse(event.at) < sinceMs)) break;
  }
  return { items: items.sort((a, b) => b.at.localeCompare(a.at)).slice(0, input.limit) };
}
