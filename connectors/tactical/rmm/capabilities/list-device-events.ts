// device.events: what was run on the agent, newest first.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { TacticalContext } from '../client.ts';
import { readHistory } from '../history.ts';
import { toEvent } from '../transform.ts';

type List = DirectCapability<CapabilityInput<'device.events'>, CapabilityOutput<'device.events'>, TacticalContext>;

export const listDeviceEvents: List = {
  async run(context, input) {
    const sinceMs = input.since ? Date.parse(input.since) : Number.NEGATIVE_INFINITY;
    const events = (await readHistory(context, input.device)).flatMap((row) => toEvent(row) ?? []);
    return { items: events.filter(({ at }) => Date.parse(at) >= sinceMs).slice(0, input.limit) };
  },
};
