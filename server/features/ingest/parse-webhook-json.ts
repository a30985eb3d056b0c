// Strict JSON from a stranger: UTF-8 without a byte-order mark, bounded depth judged before anything recurses.
const maxDepth = 64;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export type ParsedJson = { ok: true; value: unknown } | { ok: false; error: 'not-json' | 'too-deep' };

export function parseWebhookJson(bytes: Uint8Array): ParsedJson {
  if (isTooDeep(bytes)) return { ok: false, error: 'too-deep' };
  try {
    return { ok: true, value: JSON.parse(utf8.decode(bytes)) as unknown };
  } catch {
    return { ok: false, error: 'not-json' };
  }
}

function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (isInString) {
      if (byte === 0x5c) index++;
      else if (byte === 0x22) isInString = false;
    } else if (byte === 0x22) isInString = true;
    else if (byte === 0x5b || byte === 0x7b) {
      depth++;
      if (depth > maxDepth) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return false;
}
