// device.list: computers in the order of their ids, so that a new one only ever joins at the end.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { AutomateContext } from '../auth.ts';
import { pageOf } from '../client.ts';
import { isId } from '../conditions.ts';
import { serverTimes } from '../times.ts';
import { toDevice } from '../transform.ts';
import { computerShape } from '../vendor-shapes.ts';

export const computerList = (client?: string | null) => ({
  shape: computerShape,
  path: '/Computers',
  action: 'list the computers',
  orderby: 'Id asc',
  // a whole computer has more than seventy fields
  includefields: Object.keys(computerShape.shape),
  ...(client ? { condition: isId('Client.Id', client, 'client') } : {}),
});

export async function listDevices(
  context: AutomateContext,
  input: CapabilityInput<'device.list'>,
): Promise<CapabilityOutput<'device.list'>> {
  const read = await serverTimes(context);
  const { items, next } = await pageOf(context, computerList(input.client), input);
  return { items: items.map((computer) => toDevice(computer, read, context.now())), next };
}
