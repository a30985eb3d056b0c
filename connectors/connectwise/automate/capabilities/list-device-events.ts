// device.events: the Windows event log entries that Automate collected, newest first.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { AutomateContext } from '../auth.ts';
import { firstOf } from '../client.ts';
import { readComputer } from '../computers.ts';
import { isId } from '../conditions.ts';
import { serverTimes } from '../times.ts';
import { toEvent } from '../transform.ts';
import { eventLogShape } from '../vendor-shapes.ts';

export async function listDeviceEvents(
  context: AutomateContext,
  input: CapabilityInput<'device.events'>,
): Promise<CapabilityOutput<'device.events'>> {
  // an unknown computer has no events either; the two are told apart
  const computer = await readComputer(context, input.device);
  const read = await serverTimes(context);
  const list = {
    shape: eventLogShape,
    path: '/EventLogs',
    action: 'read event log entries',
    condition: isId('ComputerId', computer.Id, 'computer'),
    orderby: 'TimeGenerated desc',
  };
  const { since } = input;
  const events = (await firstOf(context, list, input.limit)).flatMap((event) => toEvent(event, read) ?? []);
  return { items: events.filter((event) => !since || event.at >= since) };
}
