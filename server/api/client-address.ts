// The address a request came from. `X-Forwarded-For` is a list that every hop appends to; only what our own front wrote counts.
import ipaddr from 'ipaddr.js';

interface NodeHeaders {
  [name: string]: string | string[] | undefined;
}

/**
 * Called by the front of the process, once per request, with the socket's own peer: leaves one believable address in the header
 * and takes away what only a proxy may say. `trustedProxies` = how many proxies of ours stand before us; 0 = none, so that
 * everything the visitor wrote is made up.
 */
export function trustFront(headers: NodeHeaders, peer: string | undefined, trustedProxies: number): void {
  const said = [headers['x-forwarded-for'] ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean);
  const hops = [...said, peer ?? ''];
  // The last hop is the peer, the one before it is whom the last proxy saw, and so on.
  headers['x-forwarded-for'] = hops[Math.max(0, hops.length - 1 - trustedProxies)];
  if (trustedProxies > 0) return;
  for (const name of ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'forwarded', 'x-real-ip'])
    delete headers[name];
}

export function clientAddress(headers: Headers): string | null {
  const last = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return ipaddr.isValid(last) ? ipaddr.process(last).toString() : null;
}
