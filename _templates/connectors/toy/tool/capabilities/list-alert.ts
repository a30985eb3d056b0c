// alert.list: what is active.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { ToyToolContext } from '../auth.ts';
import { toyTool } from '../client.ts';
import { toAlert } from '../transform.ts';
import { alertsShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'alert.list'>, CapabilityOutput<'alert.list'>, ToyToolContext>;

export const listAlert: List = {
  async run(context, input) {
    const { alerts } = await toyTool.read(context, alertsShape, {
      path: '/alerts',
      query: { active: true, device: input.device },
      action: 'list the alerts',
    });
    return { items: alerts.map(toAlert) };
  },
};
