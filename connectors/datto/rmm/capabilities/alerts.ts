// alert.list, alert.read and alert.resolve. Datto has no acknowledging, and resolving takes no word of why.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import { toAlert } from '../alert-transform.ts';
import type { DattoContext } from '../auth.ts';
import { datto } from '../client.ts';
import { readAll } from '../lists.ts';
import { alertShape, type DattoAlert } from '../vendor-shapes.ts';

export const openAlerts = (context: DattoContext, device?: string | null): Promise<DattoAlert[]> =>
  readAll(context, {
    path: device ? `/v2/device/${pathPart(device, 'device')}/alerts/open` : '/v2/account/alerts/open',
    name: 'alerts',
    shape: alertShape,
    action: 'list the open alerts',
  });

export async function listAlerts(
  context: DattoContext,
  input: CapabilityInput<'alert.list'>,
): Promise<CapabilityOutput<'alert.list'>> {
  const alerts = await openAlerts(context, input.device);
  return { items: alerts.map((alert) => toAlert(alert, context.now())) };
}

const readOne = (context: DattoContext, alert: string): Promise<DattoAlert> =>
  datto.read(context, alertShape, { path: `/v2/alert/${pathPart(alert, 'alert')}`, action: 'read the alert' });

export const readAlert = async (
  context: DattoContext,
  input: CapabilityInput<'alert.read'>,
): Promise<CapabilityOutput<'alert.read'>> => toAlert(await readOne(context, input.alert), context.now());

export async function resolveAlert(
  context: DattoContext,
  input: CapabilityInput<'alert.resolve'>,
): Promise<CapabilityOutput<'alert.resolve'>> {
  await datto.call(context, {
    method: 'POST',
    path: `/v2/alert/${pathPart(input.alert, 'alert')}/resolve`,
    action: 'resolve the alert',
  });
  const alert = await readOne(context, input.alert).catch((error: unknown) => {
    throw halfDone(error, 'The alert was resolved, but could not be read again.');
  });
  return { alert: input.alert, isActive: alert.resolved !== true };
}
