// What may be kept of an answer: without secrets (by value and by shape), and no larger than a page can show.
import { redact } from '#connectors/sdk/http/redact.ts';
import type { Json } from '#server/engine/ports/run-records.ts';
import { isSealReference } from '#server/platform/crypto/seal-place.ts';
import { storableText } from '#server/platform/storable-text.ts';

export interface Bounds {
  textLength: number;
  items: number;
  depth: number;
}

export const evidenceBounds: Bounds = { textLength: 4_000, items: 200, depth: 12 };
export const outputBounds: Bounds = { textLength: 20_000, items: 1_000, depth: 20 };

/** Property names whose value is a secret whatever it looks like. */
const secretNames = /pass(word|wd)?|secret|token|api_?key|private_?key|authorization|credential/i;

export function redactJson(value: unknown, secrets: readonly string[], bounds: Bounds): Json {
  const clean = (part: unknown, depth: number): Json => {
    if (part === null || part === undefined) return null;
    if (typeof part === 'string') return cut(redact(storableText(part), secrets), bounds.textLength);
    if (typeof part === 'number') return Number.isFinite(part) ? part : null;
    if (typeof part === 'boolean') return part;
    if (part instanceof Date) return part.toISOString();
    if (typeof part !== 'object' || depth >= bounds.depth) return '[cut]';
    if (Array.isArray(part)) {
      const kept = part.slice(0, bounds.items).map((item) => clean(item, depth + 1));
      return part.length > bounds.items ? [...kept, `[${part.length - bounds.items} more]`] : kept;
    }
    return Object.fromEntries(
      Object.entries(part)
        .slice(0, bounds.items)
        .map(([name, inner]) => [
          redact(storableText(name), secrets),
          secretNames.test(name) && typeof inner === 'string' && !isSealReference(inner)
            ? '[redacted]'
            : clean(inner, depth + 1),
        ]),
    );
  };
  return clean(value, 0);
}

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length).toWellFormed()}… [${text.length - length} more characters]` : text;
