// "The same problem again": a hash of the fields the connector names, without what changes from one occurrence to the
// next. A timestamp in a title must not make a new incident; another service or drive must. Pure.
import { createHash } from 'node:crypto';

/** In this order: the longer shape first, so that a date is not seen as three numbers. */
const volatile: [RegExp, string][] = [
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/g, '<guid>'],
  [/\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b/g, '<mac>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g, '<ip>'],
  [/\b\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?(?:z|[+-]\d{2}:?\d{2})?(?![\w:])/g, '<time>'],
  [/\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b(?!\.\d)/g, '<time>'],
  [/\b\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]m)?\b(?!:)/g, '<time>'],
  [/(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}(?![\w:.])/g, '<ip>'],
  [/\b0x[0-9a-f]+\b/g, '<hex>'],
  // per-user services ("onesyncsvc_4f2a1"), temporary names: a suffix of hex with a digit in it
  [/(?<=[a-z0-9]_)(?=[a-f]*\d)[0-9a-f]{4,}\b/g, '<hex>'],
  [/\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}\b/g, '<hex>'],
  // numbers that stand alone, with or without a unit; "win32", "dc01" and "kb5034441" are names and stay
  [
    /(?<![\w<])[+-]?\d+(?:[.,]\d+)*(?: ?(?:%|percent\b|(?:[kmgt]i?b|bytes?|ms|s|sec|seconds?|min|minutes?|h|hours?|days?)\b))?(?![\w>])/g,
    '<n>',
  ],
];

const maxFieldLength = 2_000;
const maxFields = 20;

/** A field without its volatile parts. A field that is nothing but a short number was named on purpose (an event id): it stays. */
export function normalizeField(field: string): string {
  const text = field.slice(0, maxFieldLength).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  if (/^\d{1,5}$/.test(text)) return text;
  return volatile.reduce((rest, [pattern, name]) => rest.replace(pattern, name), text);
}

/** Facts of an alert that say which problem it is, per kind; with a kind alone where a device can have it once only. */
const identifying: Record<string, readonly string[]> = {
  'process.crash': ['process', 'service'],
  'service.stopped': ['service'],
  'disk.space': ['drive'],
  'agent.offline': [],
  'patch.failed': [],
  'print.queue': [],
};

/**
 * What two tools would both say of the same trouble on the same device, so that it is one problem whoever tells of it first.
 * null = the alert does not say enough; then the vendor's own fields decide.
 */
export function sharedFieldsOf(kind: string, data: Readonly<Record<string, unknown>>): string[] | null {
  const names = Object.hasOwn(identifying, kind) ? identifying[kind] : undefined;
  if (!names) return null;
  const fields = names.flatMap((name) => (typeof data[name] === 'string' ? [`${name}=${data[name]}`] : []));
  return names.length === 0 || fields.length > 0 ? fields : null;
}

/** 64 hex digits. `scope` separates what must never be merged, such as two devices nobody knows. */
export function fingerprintOf(kind: string, fields: string[], scope: string[] = []): string {
  const parts = [kind, fields.slice(0, maxFields).map(normalizeField), scope];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
