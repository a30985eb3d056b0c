// What a delivery says, as a value: strict JSON, or what the vendor's own reading makes of its text.
import { type ParsedJson, parseWebhookJson } from './parse-webhook-json.ts';

export type ReadBody = ParsedJson | { ok: false; error: 'not-readable' };

const utf8 = new TextDecoder('utf-8');

export function readWebhookBody(decode: ((text: string) => unknown) | null, bytes: Uint8Array): ReadBody {
  if (!decode) return parseWebhookJson(bytes);
  try {
    return { ok: true, value: decode(utf8.decode(bytes)) };
  } catch {
    return { ok: false, error: 'not-readable' };
  }
}
