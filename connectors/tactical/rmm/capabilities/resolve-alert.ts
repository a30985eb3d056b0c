// alert.resolve. Tactical keeps no reason with it; ours stays in our own record of the run.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { readAlertRow } from '../alerts.ts';
import { type TacticalContext, tactical } from '../client.ts';

type Resolve = DirectCapability<CapabilityInput<'alert.resolve'>, CapabilityOutput<'alert.resolve'>, TacticalContext>;

export const resolveAlert: Resolve = {
  async run(context, input) {
    const { id } = await readAlertRow(context, input.alert);
    await tactical.call(context, {
      action: `resolve alert ${id}`,
      method: 'PUT',
      path: `/alerts/${id}/`,
      json: { type: 'resolve' },
    });
    const after = await readAlertRow(context, input.alert).catch((error: unknown) => {
      throw halfDone(error, `Alert ${id} was resolved; how it is now is not known.`);
    });
    return { alert: input.alert, isActive: after.resolved !== true };
  },
};
