// NinjaOne's alerts as our nouns. Pure. The kind comes from the condition's source type; the facts from the
// message parameters, and where those are missing from the message text.
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

type Facts = Record<string, string | number>;

/** message parameters are written in snake case; numbers often come as text */
function parametersOf(data: Record<string, unknown> | null | undefined): Record<string, string> {
  const message = data?.message;
  const inner = typeof message === 'object' && message !== null && 'params' in message ? message.params : undefined;
  const found: Record<string, string> = {};
  for (const source of [data, inner]) {
    if (typeof source !== 'object' || source === null) continue;
    for (const [name, value] of Object.entries(source)) {
      if (typeof value === 'string' || typeof value === 'number') {
        found[name.toLowerCase().replaceAll('_', '')] = String(value).slice(0, 300);
      }
    }
  }
  return found;
}

export function factsOf(data: Record<string, unknown> | null | undefined, message: string): Facts {
  const parameters = parametersOf(data);
  const facts: Facts = {};
  const take = (name: string, keys: string[], pattern: RegExp) => {
    const value = keys.map((key) => parameters[key]).find((entry) => entry !== undefined) ?? pattern.exec(message)?.[1];
    if (value !== undefined) facts[name] = value;
  };
  take('process', ['processname', 'process', 'application'], /\b([\w.-]+\.exe)\b/i);
  take(
    'service',
    ['servicename', 'service'],
    /\bservice:?\s+["']?(?!is\b|has\b|stopped\b)([\w.$-]+)["']?\s+(?:is|has|was)\b/i,
  );
  take('eventId', ['eventid'], /\bevent(?:\s+id)?:?\s+(\d{1,6})\b/i);
  take('freePercent', ['freepercent', 'freespacepercent'], /(\d{1,3}(?:\.\d+)?)\s?%/);
  take('drive', ['drive', 'driveletter', 'volume'], /\b([A-Z]:)/);
  take('failedCount', ['failedcount', 'failedpatches'], /\b(\d+) patch(?:es)? failed\b/i);
  take('documents', ['documents'], /\b(\d+) documents\b/i);
  for (const name of ['eventId', 'freePercent', 'failedCount', 'documents']) {
    const value = facts[name];
    if (typeof value !== 'string') continue;
    if (Number.isFinite(Number(value))) facts[name] = Number(value);
    else delete facts[name];
  }
  return facts;
}

/** Windows application crashes and hangs, .NET runtime failures */
const crashEvents = new Set([1000, 1001, 1002, 1026]);

export function kindOf(sourceType: string | null | undefined, facts: Facts, condition: string): string {
  switch (sourceType) {
    case 'CONDITION_WINDOWS_EVENT_LOG_TRIGGERED':
      return typeof facts.process === 'string' && crashEvents.has(Number(facts.eventId ?? 1000))
        ? 'process.crash'
        : 'other';
    case 'CONDITION_WINDOWS_SERVICE_STATE_CHANGED':
    case 'CONDITION_LINUX_Daemon':
    case 'CONDITION_MAC_DEAMON':
      return 'service.stopped';
    case 'CONDITION_AGENT_DISK_FREE_SPACE':
    case 'CONDITION_AGENT_DISK_USAGE':
    case 'CONDITION_LINUX_DISK_FREE_SPACE':
    case 'CONDITION_LINUX_DISK_USAGE':
      return 'disk.space';
    case 'AGENT_OFFLINE':
      return 'agent.offline';
    case 'CONDITION_AGENT_PATCH_LAST_INSTALLED':
      return 'patch.failed';
    case 'CONDITION_SCRIPT_RESULT':
      // a script condition is whatever the MSP checks with it; only its name can tell
      return /patch/i.test(condition) && /fail/i.test(condition) ? 'patch.failed' : 'other';
    default:
      return 'other';
  }
}

/** Facts that say which problem it is, as opposed to how bad it is right now. */
const identifying = ['process', 'service', 'eventId', 'drive'];

interface AlertParts {
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

function assemble(parts: AlertParts): VendorAlert {
  const facts = factsOf(parts.data, parts.message);
  const kind = kindOf(parts.sourceType, facts, parts.condition);
  return {
    id: parts.uid,
    device: parts.device,
    client: parts.client,
    kind,
    severity: parts.severity,
    title: parts.subject || parts.condition || parts.message.slice(0, 200) || 'NinjaOne alert',
    message: parts.message,
    data: { ...facts, condition: parts.condition, sourceType: parts.sourceType },
    raisedAt: parts.raisedAt,
    isActive: parts.isActive,
    clearedAt: parts.clearedAt,
    fingerprint: [
      `kind=${kind}`,
      `device=${parts.device?.id ?? ''}`,
      `condition=${parts.condition}`,
      ...identifying.filter((name) => facts[name] !== undefined).map((name) => `${name}=${facts[name]}`),
    ],
  };
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
    sourceType: typeof sourceType === 'string' ? sourceType : sourceTypeGuess(triggered),
    severity: severityOf(triggered.severity) ?? 'moderate',
    data: triggered.data ?? null,
    raisedAt: instant(triggered.activityTime) ?? new Date(0).toISOString(),
    clearedAt: reset ? instant(reset.activityTime) : null,
    isActive: false,
  });
}

/** Activities do not name the source type; what they say is usually enough. */
function sourceTypeGuess(activity: NinjaActivity): string | null {
  const facts = factsOf(activity.data, activity.message ?? '');
  if (facts.process !== undefined && facts.eventId !== undefined) return 'CONDITION_WINDOWS_EVENT_LOG_TRIGGERED';
  if (facts.freePercent !== undefined && facts.drive !== undefined) return 'CONDITION_AGENT_DISK_FREE_SPACE';
  if (facts.service !== undefined) return 'CONDITION_WINDOWS_SERVICE_STATE_CHANGED';
  if (/offline|has not been seen/i.test(activity.message ?? '')) return 'AGENT_OFFLINE';
  return 'CONDITION_SCRIPT_RESULT';
}
