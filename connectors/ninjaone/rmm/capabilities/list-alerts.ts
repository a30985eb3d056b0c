// alert.list: the active alerts, of one device or of all; unpaged at NinjaOne.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { toAlert } from '../alert-transform.ts';
import type { NinjaContext } from '../auth.ts';
import { ninja, readList } from '../client.ts';
import { deviceRefs } from '../organizations.ts';
import { alertShape, type NinjaAlert } from '../vendor-shapes.ts';

export async function listAlerts(
  context: NinjaContext,
  input: CapabilityInput<'alert.list'>,
): Promise<CapabilityOutput<'alert.list'>> {
  const path = input.device ? `/v2/device/${numberPart(input.device, 'device')}/alerts` : '/v2/alerts';
  return { items: await withDevices(context, await activeAlerts(context, path)) };
}

export function activeAlerts(context: NinjaContext, path = '/v2/alerts'): Promise<NinjaAlert[]> {
  const read = path === '/v2/alerts' ? readList : ninja.read;
  return read(context, z.array(alertShape), { path, action: 'list the alerts' });
}

export async function withDevices(context: NinjaContext, alerts: NinjaAlert[]) {
  const refs = await deviceRefs(
    context,
    alerts.flatMap((alert) => (alert.deviceId ? [alert.deviceId] : [])),
  );
  return alerts.map((alert) => {
    const known = refs.get(alert.deviceId ?? -1);
    return toAlert(alert, known?.device ?? null, known?.client ?? null, context.now());
  });
}
