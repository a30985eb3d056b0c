// Turns status, headers and bytes into a VendorResponse. Shared by every sender.
import type { VendorResponse } from '../http-port.ts';

export function decodeVendorResponse(
  status: number,
  headers: Iterable<[string, string]>,
  body: Uint8Array,
): VendorResponse {
  const text = new TextDecoder().decode(body);
  return {
    status,
    headers: Object.fromEntries([...headers].map(([name, value]) => [name.toLowerCase(), value])),
    text,
    json: parseJson(text),
  };
}

/** Ids of 16 and more digits come as numbers from some vendors; as numbers of ours they would become other ids. */
function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return /\d{16}/.test(text) ? JSON.parse(text, keepBigIntegers) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `context.source`: the text as it stands (ECMAScript 2025, "JSON.parse source text access"). */
function keepBigIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  const isLost = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLost && source !== undefined && /^-?\d+$/.test(source) ? source : value;
}
