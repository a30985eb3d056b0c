// What an alert is about, from whatever a vendor tells of it: named parameters first, the text second. The same for
// every RMM, so that one playbook's condition fits them all. Pure; the text is a stranger's, and only facts come out.
import type { Ref, Severity, VendorAlert } from '../nouns.ts';

export type AlertFacts = Record<string, string | number>;

/** What the vendor itself says the monitor watches, when it says so. */
export type MonitorKind = 'event-log' | 'service' | 'disk' | 'offline' | 'patch' | 'print-queue' | 'unknown';

const longestText = 4_000;

/**
 * Facts a condition may look at: process, service, eventId, freePercent, drive, failedCount, documents.
 * @param parameters the vendor's own named values; names are compared without case, "_" and "-"
 */
export function alertFacts(parameters: Readonly<Record<string, unknown>>, message: string): AlertFacts {
  const named = plainParameters(parameters);
  const text = message.slice(0, longestText);
  const facts: AlertFacts = {};
  const take = (name: string, keys: string[], pattern: RegExp) => {
    const value = keys.map((key) => named[key]).find((entry) => entry !== undefined) ?? pattern.exec(text)?.[1];
    if (value !== undefined) facts[name] = value;
  };
  take('process', ['processname', 'process', 'application'], /\b([\w.-]+\.exe)\b/i);
  take(
    'service',
    ['servicename', 'service'],
    /\bservice:?\s+["']?(?!is\b|has\b|stopped\b)([\w.$-]+)["']?\s+(?:is|has|was)\b/i,
  );
  take('eventId', ['eventid', 'eventcode'], /\bevent(?:\s+id)?:?\s+(\d{1,6})\b/i);
  take('freePercent', ['freepercent', 'freespacepercent'], /(\d{1,3}(?:\.\d+)?)\s?%/);
  take('drive', ['drive', 'driveletter', 'volume', 'diskname'], /\b([A-Z]:)/);
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

function plainParameters(parameters: Readonly<Record<string, unknown>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters).slice(0, 100)) {
    if (typeof value === 'string' || typeof value === 'number') {
      found[name.toLowerCase().replace(/[_-]/g, '')] = String(value).slice(0, 300);
    }
  }
  return found;
}

/** Windows application crashes and hangs, .NET runtime failures */
const crashEvents = new Set([1000, 1001, 1002, 1026]);

/** The kind a playbook is triggered by. A monitor that says what it watches is believed; else the facts and the text decide. */
export function alertKind(monitor: MonitorKind, facts: AlertFacts, text: string): VendorAlert['kind'] {
  switch (monitor === 'unknown' ? guessMonitor(facts, text.slice(0, longestText)) : monitor) {
    case 'event-log':
      return typeof facts.process === 'string' && crashEvents.has(Number(facts.eventId ?? 1000))
        ? 'process.crash'
        : 'other';
    case 'service':
      return 'service.stopped';
    case 'disk':
      return 'disk.space';
    case 'offline':
      return 'agent.offline';
    case 'patch':
      return 'patch.failed';
    case 'print-queue':
      return 'print.queue';
    default:
      return 'other';
  }
}

function guessMonitor(facts: AlertFacts, text: string): MonitorKind {
  if (facts.process !== undefined && (facts.eventId !== undefined || /\bcrash/i.test(text))) return 'event-log';
  if (/\bprint queue\b/i.test(text) || facts.documents !== undefined) return 'print-queue';
  if (/\bpatch/i.test(text) && /\bfail/i.test(text)) return 'patch';
  if (facts.freePercent !== undefined && /\b(disk|drive|volume|free space)\b/i.test(text)) return 'disk';
  if (facts.service !== undefined && /\bstopped\b|\bnot running\b/i.test(text)) return 'service';
  if (/\boffline\b|has not been seen|not checked in/i.test(text)) return 'offline';
  return 'unknown';
}

/** Facts that say which problem it is, as opposed to how bad it is right now. */
const identifying = ['process', 'service', 'eventId', 'drive'];

export interface AlertParts {
  id: string;
  device: Ref | null;
  client: Ref | null;
  severity: Severity;
  title: string;
  message: string;
  monitor: MonitorKind;
  /** what the vendor calls the monitor or policy that raised it: part of "the same problem again" */
  condition: string;
  /** the vendor's own named values */
  parameters: Readonly<Record<string, unknown>>;
  /** ISO 8601 */
  raisedAt: string;
  isActive: boolean;
  clearedAt: string | null;
}

export function toVendorAlert(parts: AlertParts): VendorAlert {
  const text = `${parts.title}\n${parts.message}`;
  const facts = alertFacts(parts.parameters, text);
  const kind = alertKind(parts.monitor, facts, text);
  return {
    id: parts.id,
    device: parts.device,
    client: parts.client,
    kind,
    severity: parts.severity,
    title: parts.title || parts.condition || parts.message.slice(0, 200) || 'Alert',
    message: parts.message,
    data: { ...facts, condition: parts.condition },
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
