// device.list. The list can be narrowed by the client's name; two clients of one name are told apart here.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { toDevice } from '../asset-transform.ts';
import type { SuperopsContext } from '../auth.ts';
import { assetList } from '../collections.ts';
import { listPage } from '../lists.ts';
import { clientName } from '../tickets.ts';

export async function listDevices(
  context: SuperopsContext,
  input: CapabilityInput<'device.list'>,
): Promise<CapabilityOutput<'device.list'>> {
  const condition = input.client
    ? { attribute: 'client.name', operator: 'is', value: await clientName(context, input.client) }
    : null;
  const { items, next } = await listPage(context, { ...assetList, condition }, input);
  const devices = items.map(toDevice);
  return { items: devices.filter((device) => !input.client || device.client?.id === input.client), next };
}
