// OpenLdap in production: the same judgement of addresses as over HTTP, made where the socket is. Only ldaps, but for
// this machine; one session per call, never opened again by itself; referrals are not followed.
import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { connectLdap, ldapAddressOf } from '#connectors/sdk/ldap/connect-ldap.ts';
import { type LdapSessionOptions, runLdapSession } from '#connectors/sdk/ldap/run-ldap-session.ts';
import type { LdapSession, LdapTarget } from '#connectors/sdk/ldap-port.ts';
import { judgeAddress } from './address-policy.ts';
import { type Destination, type DestinationPolicy, judgeDestination, judgeReached } from './destination-policy.ts';
import { judgingLookup } from './guarded-agent.ts';

export interface GuardedLdap {
  /** @throws ConnectorError */
  run<T>(
    target: LdapTarget,
    options: Omit<LdapSessionOptions, 'connect'> & { isSandbox: boolean },
    work: (session: LdapSession) => Promise<T>,
  ): Promise<T>;
}

export function createGuardedLdap(network: {
  allowedHosts: ReadonlySet<string>;
  lookup?: LookupFunction;
  connectTimeoutMs?: number;
}): GuardedLdap {
  return {
    run(target, options, work) {
      const policy: DestinationPolicy = { allowedHosts: network.allowedHosts, isSandbox: options.isSandbox };
      const connect = async () => {
        const to: Destination = { ...ldapAddressOf(target.url), scheme: 'ldaps' };
        judgeDestination(to, policy);
        const judge = (address: string) => {
          judgeReached(address, to, policy);
          if (!to.isTls && judgeAddress(address) !== 'loopback') throw plainText(to.host);
        };
        return connectLdap(target, {
          timeoutMs: network.connectTimeoutMs ?? 10_000,
          signal: options.signal,
          lookup: judgingLookup(network.lookup ?? systemLookup, judge),
          judge,
        });
      };
      return runLdapSession(target, { ...options, connect }, work);
    },
  };
}

const plainText = (host: string) =>
  new ConnectorError('wrong-host', `${host} was to be reached without TLS. Use an ldaps address.`, {
    maybeApplied: false,
  });
