// alert.resolve: sent once; sending it again does no harm.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import type { ToyToolContext } from '../auth.ts';
import { toyTool } from '../client.ts';
import { toAlert } from '../transform.ts';
import { alertShape } from '../vendor-shapes.ts';

type Resolve = DirectCapability<CapabilityInput<'alert.resolve'>, CapabilityOutput<'alert.resolve'>, ToyToolContext>;

export const resolveAlert: Resolve = {
  async run(context, input, { tag }) {
    const row = await toyTool.read(context, alertShape, {
      method: 'POST',
      path: `/alerts/${pathPart(input.alert, 'alert')}/resolve`,
      json: { reason: `${input.reason} (${tag})` },
      action: 'resolve the alert',
    });
    return { alert: row.id, isActive: toAlert(row).isActive };
  },
};
