// What kind of place an IP address is. Everything that is not plainly a public address is refused unless somebody
// who runs this installation said otherwise; some places are never reached, whoever says so.
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** `never`: link-local (cloud metadata lives there), multicast, reserved, tunnels. */
export type AddressKind = 'public' | 'private' | 'loopback' | 'never';

/** Public by number, but a door of the cloud's own: Azure's wire server, Alibaba's metadata. */
const metadataAddresses = new Set(['168.63.129.16', '100.100.100.200', 'fd00:ec2::254', 'fd20:ce::254']);

export function judgeAddress(text: string): AddressKind {
  const bare = canonical(text.replace(/^\[|\]$/g, '').replace(/%.*$/, ''));
  if (bare === null || !ipaddr.isValid(bare)) return 'never';
  const address = ipaddr.parse(bare);
  if (metadataAddresses.has(address.toString())) return 'never';
  return address instanceof ipaddr.IPv6 ? judgeV6(address) : judgeV4(address);
}

/** All hex, as a socket prints it: ipaddr.js reads "::127.0.0.1" as a mapped address, which it is not. */
function canonical(text: string): string | null {
  if (isIP(text) === 4) return text;
  return isIP(text) === 6 ? new URL(`http://[${text}]/`).hostname.slice(1, -1) : null;
}

function judgeV4(address: ipaddr.IPv4): AddressKind {
  if (metadataAddresses.has(address.toString())) return 'never';
  switch (address.range()) {
    case 'unicast':
      return 'public';
    case 'private':
    case 'carrierGradeNat':
      return 'private';
    case 'loopback':
      return 'loopback';
    default:
      return 'never';
  }
}

/** An address that carries an IPv4 one inside is judged by what it carries; other tunnels are refused. */
function judgeV6(address: ipaddr.IPv6): AddressKind {
  const bytes = address.toByteArray();
  switch (address.range()) {
    case 'ipv4Mapped':
      return judgeV4(new ipaddr.IPv4(bytes.slice(12)));
    case 'rfc6052': {
      // DNS64 gives these on networks without IPv4: only the well-known /96 has the address in its last four bytes
      const isWellKnown = bytes.slice(4, 12).every((byte) => byte === 0);
      const inside = judgeV4(new ipaddr.IPv4(bytes.slice(12)));
      return isWellKnown && inside === 'public' ? 'public' : 'never';
    }
    case 'uniqueLocal':
      return 'private';
    case 'loopback':
      return 'loopback';
    case 'unicast':
      // 2000::/3 is all that is given out; the rest (IPv4-compatible ::/96 among it) goes nowhere good
      return ((bytes[0] ?? 0) & 0xe0) === 0x20 ? 'public' : 'never';
    default:
      return 'never';
  }
}
