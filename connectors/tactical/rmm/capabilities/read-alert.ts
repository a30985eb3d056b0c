// alert.read.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { readAlertRow } from '../alerts.ts';
import type { TacticalContext } from '../client.ts';
import { readPlaces } from '../places.ts';
import { toAlert } from '../transform.ts';

type Read = DirectCapability<CapabilityInput<'alert.read'>, CapabilityOutput<'alert.read'>, TacticalContext>;

export const readAlert: Read = {
  async run(context, input) {
    const row = await readAlertRow(context, input.alert);
    return toAlert(row, await readPlaces(context));
  },
};
