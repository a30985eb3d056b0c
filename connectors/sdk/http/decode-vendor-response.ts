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

function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
