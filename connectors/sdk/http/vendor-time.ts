// What time it is at the vendor. Ours may be wrong by hours, and a window of "changed since" that begins in the vendor's
// future misses everything until then.
import type { VendorResponse } from '../http-port.ts';

/** The `Date` header of an answer (RFC 9110, 6.6.1; whole seconds), or our own clock where there is none. */
export function vendorTime(response: Pick<VendorResponse, 'headers'>, now: Date): Date {
  const at = Date.parse(response.headers.date ?? '');
  return Number.isNaN(at) ? now : new Date(at);
}
