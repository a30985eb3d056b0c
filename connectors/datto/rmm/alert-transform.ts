// Datto's alerts as our nouns. Pure. What a monitor watches is told by the fields of the context rather than by its class:
// classes have several names and new ones come.
import { type MonitorKind, toVendorAlert } from '#connectors/sdk/alerts/describe-alert.ts';
import type { Severity, VendorAlert } from '#connectors/sdk/nouns.ts';
import { toInstant } from './device-transform.ts';
import type { DattoAlert } from './vendor-shapes.ts';

const severities: Record<string, Severity> = {
  Critical: 'critical',
  High: 'major',
  Moderate: 'moderate',
  Low: 'minor',
  Information: 'info',
};

type Context = Readonly<Record<string, unknown>>;
const textOf = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 4_000) : '';

function monitorOf(context: Context, words: string): MonitorKind {
  const name = textOf(context['@class']).toLowerCase();
  if (name.startsWith('eventlog') || 'logName' in context) return 'event-log';
  if (name.startsWith('online_offline')) return 'offline';
  if (name.startsWith('patch')) return 'patch';
  if (/disk_usage/.test(name) || 'diskName' in context) return 'disk';
  // also a process: then there is no service in the text, and it is not one
  if (/status_ctx$/.test(name) && 'processName' in context) return /\bservice\b/i.test(words) ? 'service' : 'unknown';
  return 'unknown';
}

/** "12.5" of what is free, whatever the unit: both figures have the same one */
function freePercentOf(context: Context): number | undefined {
  const { totalVolume, freeSpace, unitOfMeasure } = context;
  if (typeof freeSpace !== 'number') return undefined;
  if (unitOfMeasure === 'PERCENT' && freeSpace <= 100 && typeof totalVolume !== 'number') return freeSpace;
  if (typeof totalVolume !== 'number' || totalVolume <= 0) return undefined;
  return Math.round((freeSpace / totalVolume) * 1_000) / 10;
}

export function toAlert(alert: DattoAlert, now: Date): VendorAlert {
  const context = alert.alertContext ?? {};
  const source = alert.alertSourceInfo;
  const said = ['description', 'message', 'info', 'stdOut', 'reason'].map((name) => textOf(context[name]));
  const message = [alert.diagnostics ?? '', ...said].filter(Boolean).join('\n').slice(0, 8_000);
  const className = textOf(context['@class']);
  const freePercent = freePercentOf(context);
  const service = /status_ctx$/.test(className) && /\bservice\b/i.test(message) ? textOf(context.processName) : '';
  return toVendorAlert({
    id: alert.alertUid,
    device: source?.deviceUid ? { id: source.deviceUid, name: source.deviceName } : null,
    client: source?.siteUid ? { id: source.siteUid, name: source.siteName } : null,
    severity: severities[alert.priority ?? ''] ?? 'moderate',
    title: titleOf(message, className, source?.deviceName ?? null),
    message,
    monitor: monitorOf(context, message),
    condition: textOf(context.componentName) || className,
    parameters: {
      ...context,
      // a status monitor calls services processes
      ...(service ? { serviceName: service, processName: undefined } : {}),
      ...('code' in context ? { eventId: context.code } : {}),
      ...(freePercent === undefined ? {} : { freePercent }),
    },
    raisedAt: toInstant(alert.timestamp) ?? now.toISOString(),
    isActive: alert.resolved !== true,
    clearedAt: alert.resolved === true ? toInstant(alert.resolvedOn) : null,
  });
}

/** Datto's alerts have no title */
function titleOf(message: string, className: string, device: string | null): string {
  const first = message.split(/\r?\n/)[0]?.slice(0, 200);
  return first || `${className || 'Alert'}${device ? ` on ${device}` : ''}`;
}
