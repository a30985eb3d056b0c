// alert.list, alert.read, alert.resolve.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { toAlert } from '../agent-transform.ts';
import type { AteraContext } from '../auth.ts';
import { atera } from '../client.ts';
import { listWhole } from '../lists.ts';
import { alertShape } from '../vendor-shapes.ts';

export const openAlerts = {
  action: 'list the alerts',
  path: '/alerts',
  row: alertShape,
  query: { alertStatus: 'Open' },
};
const alertPath = (alert: string) => `/alerts/${numberPart(alert, 'Atera alert')}`;

export async function listAlerts(
  context: AteraContext,
  input: CapabilityInput<'alert.list'>,
): Promise<CapabilityOutput<'alert.list'>> {
  const alerts = (await listWhole(context, openAlerts)).map(toAlert);
  return { items: alerts.filter((alert) => alert.isActive && (!input.device || alert.device?.id === input.device)) };
}

export const readAlert = async (
  context: AteraContext,
  input: CapabilityInput<'alert.read'>,
): Promise<CapabilityOutput<'alert.read'>> =>
  toAlert(await atera.read(context, alertShape, { action: 'read the alert', path: alertPath(input.alert) }));

export async function resolveAlert(
  context: AteraContext,
  input: CapabilityInput<'alert.resolve'>,
): Promise<CapabilityOutput<'alert.resolve'>> {
  try {
    await atera.call(context, { action: 'resolve the alert', method: 'PUT', path: alertPath(input.alert) });
    return { alert: input.alert, isActive: false };
  } catch (error) {
    // refused, perhaps because it is resolved already: then there is nothing to do
    if (!(error instanceof ConnectorError) || error.kind !== 'invalid-input') throw error;
    if ((await readAlert(context, input)).isActive) throw error;
    return { alert: input.alert, isActive: false };
  }
}
