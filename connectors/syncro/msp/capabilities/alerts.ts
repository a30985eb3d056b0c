// alert.list, alert.read, alert.resolve. Resolving is deleting at Syncro: an alert that is gone is resolved.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { toAlert } from '../asset-transform.ts';
import type { SyncroContext } from '../auth.ts';
import { syncro } from '../client.ts';
import { listWhole } from '../lists.ts';
import { alertShape } from '../vendor-shapes.ts';

export const activeAlerts = {
  action: 'list the alerts',
  path: '/rmm_alerts',
  rows: 'rmm_alerts',
  row: alertShape,
  query: { status: 'active' },
};

export async function listAlerts(
  context: SyncroContext,
  input: CapabilityInput<'alert.list'>,
): Promise<CapabilityOutput<'alert.list'>> {
  const alerts = (await listWhole(context, activeAlerts)).map(toAlert);
  return { items: alerts.filter((alert) => alert.isActive && (!input.device || alert.device?.id === input.device)) };
}

export async function readAlert(
  context: SyncroContext,
  input: CapabilityInput<'alert.read'>,
): Promise<CapabilityOutput<'alert.read'>> {
  const { rmm_alert } = await syncro.read(context, z.object({ rmm_alert: alertShape }), {
    action: 'read the alert',
    path: `/rmm_alerts/${numberPart(input.alert, 'Syncro alert')}`,
  });
  return toAlert(rmm_alert);
}

export async function resolveAlert(
  context: SyncroContext,
  input: CapabilityInput<'alert.resolve'>,
): Promise<CapabilityOutput<'alert.resolve'>> {
  await syncro.readIfThere(context, z.unknown(), {
    action: 'clear the alert',
    method: 'DELETE',
    path: `/rmm_alerts/${numberPart(input.alert, 'Syncro alert')}`,
  });
  return { alert: input.alert, isActive: false };
}
