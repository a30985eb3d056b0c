// NinjaOne's alerts as our nouns. Pure. The kind comes from the condition's source type, the facts
// from the message parameters; where those are missing, both from the text.
import { type MonitorKind, toVendorAlert } from '#connectors/sdk/alerts/describe-alert.ts';
import type { Ref, Severity, VendorAlert } from '#connectors/sdk/nouns.ts';
import { instant } from './device-transform.ts';
import type { NinjaActivity, NinjaAlert } from './vendor-shapes.ts';

const severities: Record<string, Severity> = {
  CRITICAL: 'critical',
  MAJOR: 'major',
  MODERATE: 'moderate',
  MINOR: 'minor',
  NONE: 'info',
};
export const severityOf = (severity: string | null | undefined): Severity | null => severities[severity ?? ''] ?? null;

/** NinjaOne nests the parameters of a message inside its data. */
function parametersOf(data: Record<string, unknown> | null | undefined): Record<string, unknown> {
  const message = data?.message;
  const inner = typeof message === 'object' && message !== null && 'params' in message ? message.params : undefined;
  return { ...data, ...(typeof inner === 'object' && inner !== null ? inner : {}) };
}

function monitorOf(sourceType: string | null | undefined, condition: string): MonitorKind {
  switch (sourceType) {
    case 'CONDITION_WINDOWS_EVENT_LOG_TRIGGERED':
      return 'event-log';
    case 'CONDITION_WINDOWS_SERVICE_STATE_CHANGED':
    case 'CONDITION_LINUX_Daemon':
    case 'CONDITION_MAC_DEAMON':
      return 'service';
    case 'CONDITION_AGENT_DISK_FREE_SPACE':
    case 'CONDITION_AGENT_DISK_USAGE':
    case 'CONDITION_LINUX_DISK_FREE_SPACE':
    case 'CONDITION_LINUX_DISK_USAGE':
      return 'disk';
    case 'AGENT_OFFLINE':
      return 'offline';
    case 'CONDITION_AGENT_PATCH_LAST_INSTALLED':
      return 'patch';
    default:
      // a script condition is whatever the MSP checks with it; only its name can tell
      return /patch/i.test(condition) && /fail/i.test(condition) ? 'patch' : 'unknown';
  }
}

interface NinjaParts {
  uid: string;
  device: Ref | null;
  client: Ref | null;
  message: string;
  subject: string | null;
  condition: string;
  sourceType: string | null;
  severity: Severity;
  data: Record<string, unknown> | null;
  raisedAt: string;
  clearedAt: string | null;
  isActive: boolean;
}

function assemble({ uid, subject, sourceType, data, ...parts }: NinjaParts): VendorAlert {
  const alert = toVendorAlert({
    ...parts,
    id: uid,
    title: subject ?? '',
    monitor: monitorOf(sourceType, parts.condition),
    parameters: parametersOf(data),
  });
  return { ...alert, data: { ...alert.data, sourceType } };
}

export function toAlert(alert: NinjaAlert, device: Ref | null, client: Ref | null, now: Date): VendorAlert {
  return assemble({
    uid: alert.uid,
    device: device ?? (alert.deviceId ? { id: String(alert.deviceId), name: null } : null),
    client,
    message: alert.message ?? '',
    subject: alert.subject ?? null,
    condition: alert.conditionName ?? alert.sourceName ?? '',
    sourceType: alert.sourceType ?? null,
    severity: severityOf(alert.severity) ?? 'moderate',
    data: alert.data ?? null,
    raisedAt: instant(alert.createTime) ?? now.toISOString(),
    clearedAt: null,
    isActive: true,
  });
}

/** An alert that is no longer listed, rebuilt from what the feed remembers of its series. */
export function toClearedAlert(
  triggered: NinjaActivity,
  reset: NinjaActivity | undefined,
  device: Ref | null,
  client: Ref | null,
): VendorAlert {
  const sourceType = triggered.data?.sourceType;
  return assemble({
    uid: triggered.seriesUid ?? '',
    device: device ?? (triggered.deviceId ? { id: String(triggered.deviceId), name: null } : null),
    client,
    message: triggered.message ?? '',
    subject: triggered.subject ?? null,
    condition: triggered.sourceName ?? '',
    sourceType: typeof sourceType === 'string' ? sourceType : null,
    severity: severityOf(triggered.severity) ?? 'moderate',
    data: triggered.data ?? null,
    raisedAt: instant(triggered.activityTime) ?? new Date(0).toISOString(),
    clearedAt: reset ? instant(reset.activityTime) : null,
    isActive: false,
  });
}
