// alert.list: neither resolved nor snoozed.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { listAlertRows } from '../alerts.ts';
import type { TacticalContext } from '../client.ts';
import { readPlaces } from '../places.ts';
import { toAlert } from '../transform.ts';

type List = DirectCapability<CapabilityInput<'alert.list'>, CapabilityOutput<'alert.list'>, TacticalContext>;

export const listAlerts: List = {
  async run(context, input) {
    const rows = await listAlertRows(context, { resolvedFilter: false, snoozedFilter: false });
    const places = await readPlaces(context);
    const wanted = rows.filter((row) => !row.resolved && (!input.device || row.agent_id === input.device));
    return { items: wanted.map((row) => toAlert(row, places)) };
  },
};
