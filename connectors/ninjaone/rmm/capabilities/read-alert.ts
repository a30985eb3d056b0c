// alert.read: NinjaOne has no call for one alert, so the list is filtered. It lists only active ones; one that has
// cleared is rebuilt from the activities of its series, so that "cleared" can be told from "never was".
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { VendorAlert } from '#connectors/sdk/nouns.ts';
import { activityPage } from '../activities.ts';
import { toClearedAlert } from '../alert-transform.ts';
import type { NinjaContext } from '../auth.ts';
import { deviceRefs } from '../organizations.ts';
import { activeAlerts, withDevices } from './list-alerts.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export async function readAlert(
  context: NinjaContext,
  input: CapabilityInput<'alert.read'>,
): Promise<CapabilityOutput<'alert.read'>> {
  if (!uuid.test(input.alert)) throw notFound(input.alert);
  const active = (await activeAlerts(context)).filter((alert) => alert.uid === input.alert);
  const [found] = await withDevices(context, active);
  const alert = found ?? (await clearedAlert(context, input.alert));
  if (!alert) throw notFound(input.alert);
  return alert;
}

async function clearedAlert(context: NinjaContext, uid: string): Promise<VendorAlert | null> {
  const series = (await activityPage(context, { seriesUid: uid })).filter((activity) => activity.seriesUid === uid);
  const triggered = series.find((activity) => activity.statusCode === 'TRIGGERED');
  if (!triggered) return null;
  const reset = series.find((activity) => activity.statusCode === 'RESET');
  const known = (await deviceRefs(context, triggered.deviceId ? [triggered.deviceId] : [])).get(
    triggered.deviceId ?? -1,
  );
  return toClearedAlert(triggered, reset, known?.device ?? null, known?.client ?? null);
}

const notFound = (id: string) => new ConnectorError('not-found', `NinjaOne has no alert "${id.slice(0, 60)}".`);
