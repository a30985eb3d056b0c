// alert.read: also of one that is over.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import type { ToyToolContext } from '../auth.ts';
import { toyTool } from '../client.ts';
import { toAlert } from '../transform.ts';
import { alertShape } from '../vendor-shapes.ts';

type Read = DirectCapability<CapabilityInput<'alert.read'>, CapabilityOutput<'alert.read'>, ToyToolContext>;

export const readAlert: Read = {
  async run(context, input) {
    const path = `/alerts/${pathPart(input.alert, 'alert')}`;
    return toAlert(await toyTool.read(context, alertShape, { path, action: 'read the alert' }));
  },
};
