// alert.list and alert.read. Automate's API only reads alerts: what a monitor finds solved leaves the list by itself.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { AutomateContext } from '../auth.ts';
import { road, wholeList } from '../client.ts';
import { isId } from '../conditions.ts';
import { serverTimes } from '../times.ts';
import { toAlert } from '../transform.ts';
import { alertShape } from '../vendor-shapes.ts';

export const alertList = { shape: alertShape, path: '/Alerts', action: 'list the alerts', orderby: 'AlertId asc' };

export async function listAlerts(
  context: AutomateContext,
  input: CapabilityInput<'alert.list'>,
): Promise<CapabilityOutput<'alert.list'>> {
  const read = await serverTimes(context);
  const condition = input.device ? { condition: isId('Computer.Id', input.device, 'computer') } : {};
  const alerts = await wholeList(context, { ...alertList, ...condition });
  return { items: alerts.map((alert) => toAlert(alert, read)) };
}

export async function readAlert(
  context: AutomateContext,
  input: CapabilityInput<'alert.read'>,
): Promise<CapabilityOutput<'alert.read'>> {
  const read = await serverTimes(context);
  const path = `/Alerts/${numberPart(input.alert, 'alert')}`;
  return toAlert(await road.read(context, alertShape, { path, action: 'read the alert' }), read);
}
