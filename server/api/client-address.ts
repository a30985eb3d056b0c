// The address a request came from. Only what our own front wrote counts: the right-most entry of X-Forwarded-For is
// the peer of the last proxy (Next writes it itself when there is none); what stands left of it, anybody may have made up.
import ipaddr from 'ipaddr.js';

export function clientAddress(headers: Headers): string | null {
  const last = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return ipaddr.isValid(last) ? ipaddr.process(last).toString() : null;
}
