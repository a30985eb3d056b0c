// Where one connection may connect to: public addresses over https on port 443 (ldaps: 636), what the operator allowed
// by name, and, for a sandbox connection, this machine.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { judgeAddress } from './address-policy.ts';

export interface DestinationPolicy {
  /** "host" or "host:port", from MSPCLAW_ALLOW_PRIVATE_HOSTS */
  allowedHosts: ReadonlySet<string>;
  /** the connection is one of our own sandboxes: loopback only, plain http allowed */
  isSandbox: boolean;
}

export interface Destination {
  /** without brackets, lower case */
  host: string;
  port: number;
  isTls: boolean;
  /** how it is spoken to when all is well */
  scheme: 'https' | 'ldaps';
}

const usualPorts = { https: 443, ldaps: 636 } as const;

export function parseAllowedHosts(list: string | undefined): Set<string> {
  return new Set((list ?? '').split(',').flatMap((entry) => entry.trim().toLowerCase() || []));
}

export function destinationOf(url: string): Destination {
  if (!URL.canParse(url)) throw refusal('The address of the connection is not a URL.');
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') {
    throw refusal(`The address begins with "${parsed.protocol}"; only https is spoken.`);
  }
  if (parsed.username || parsed.password) throw refusal('The address carries a user name or password in it.');
  const isTls = parsed.protocol === 'https:';
  const host = parsed.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  return { host, port: Number(parsed.port || (isTls ? 443 : 80)), isTls, scheme: 'https' };
}

const isAllowed = (to: Destination, policy: DestinationPolicy): boolean =>
  policy.allowedHosts.has(`${to.host}:${to.port}`) ||
  (policy.allowedHosts.has(to.host) && to.port === usualPorts[to.scheme]);

/** Before a name is looked up. @throws ConnectorError `wrong-host` */
export function judgeDestination(to: Destination, policy: DestinationPolicy): void {
  if (policy.isSandbox || isAllowed(to, policy)) return;
  if (!to.isTls) throw refusal(`${to.host} was to be reached without TLS. Use an ${to.scheme} address.`);
  if (to.port !== usualPorts[to.scheme]) {
    throw refusal(
      `${to.host}:${to.port} is not on port ${usualPorts[to.scheme]}. The operator of this installation can allow it: MSPCLAW_ALLOW_PRIVATE_HOSTS=${to.host}:${to.port}`,
    );
  }
}

/** Each address a name stands for, and the one a socket really reached. @throws ConnectorError `wrong-host` */
export function judgeReached(address: string, to: Destination, policy: DestinationPolicy): void {
  const kind = judgeAddress(address);
  if (policy.isSandbox) {
    if (kind !== 'loopback') throw refusal(`A sandbox connection may only reach this machine, not ${to.host}.`);
    return;
  }
  if (kind === 'public') return;
  if (kind !== 'never' && isAllowed(to, policy)) return;
  throw refusal(
    kind === 'never'
      ? `${to.host} leads to an address that is never reached.`
      : `${to.host} leads into a private network. The operator of this installation can allow it: MSPCLAW_ALLOW_PRIVATE_HOSTS=${to.host}:${to.port}`,
  );
}

const refusal = (message: string): ConnectorError => new ConnectorError('wrong-host', message, { maybeApplied: false });
