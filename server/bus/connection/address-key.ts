// Whose allowance is it, where a vendor counts by address? One per product and vendor, and the vendor is where the host
// belongs ("acme.halopsa.com" and "other.halopsa.com" are one, somebody's own server is another): an address that an
// org chose can slow down nobody but those who chose the same. Kept as a hash: the row tells nothing about who uses it.
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';

export function addressKey(connector: string, host: string): Buffer {
  const name = host.toLowerCase().replace(/\.$/, '');
  const owner = isIP(name) !== 0 ? name : name.split('.').slice(-2).join('.');
  return createHash('sha256').update(`${connector} ${owner}`).digest();
}
