// The socket to a directory: TLS with the authority that the connection names, or plain to this machine only. What may
// be reached at all is judged by whoever calls, on every address a name stands for and on the one that was reached.
import { isIP, type LookupFunction, connect as netConnect, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { ConnectorError } from '../errors.ts';
import { transportError } from '../http/transport-error.ts';
import type { LdapTarget } from '../ldap-port.ts';

export interface LdapAddress {
  /** without brackets, lower case */
  host: string;
  port: number;
  isTls: boolean;
}

export interface ConnectLdapOptions {
  timeoutMs: number;
  signal: AbortSignal;
  lookup?: LookupFunction;
  /** throws for an address that must not be reached */
  judge?(address: string): void;
}

/** @throws ConnectorError `wrong-host`: not an ldap address, or one with more in it than host and port */
export function ldapAddressOf(url: string): LdapAddress {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isTls = parsed?.protocol === 'ldaps:';
  if (!parsed || (!isTls && parsed.protocol !== 'ldap:'))
    throw wrong('The address of the directory must begin with ldaps://.');
  if (parsed.username || parsed.password || parsed.search || parsed.hash || !['', '/'].includes(parsed.pathname)) {
    throw wrong('The address of the directory is "ldaps://host:636" and nothing more.');
  }
  const asWeb = `http://${parsed.hostname}/`;
  if (parsed.hostname === '' || !URL.canParse(asWeb)) throw wrong('The address of the directory names no host.');
  // as a web address the host comes out in its one normal form: "0x7f.1" is 127.0.0.1
  const host = new URL(asWeb).hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  return { host, port: Number(parsed.port || (isTls ? 636 : 389)), isTls };
}

/** @throws ConnectorError */
export async function connectLdap(target: LdapTarget, options: ConnectLdapOptions): Promise<Socket> {
  const { host, port, isTls } = ldapAddressOf(target.url);
  const { judge, lookup, timeoutMs, signal } = options;
  // a literal is not looked up
  if (isIP(host) !== 0) judge?.(host);
  const to = { host, port, ...(lookup ? { lookup } : {}) };
  const ca = target.caCertificate;
  const socket = isTls
    ? tlsConnect({ ...to, ...(ca ? { ca } : {}), minVersion: 'TLSv1.2', rejectUnauthorized: true, ALPNProtocols: [] })
    : netConnect(to);
  const either = AbortSignal.any([AbortSignal.timeout(timeoutMs), signal]);
  const listening = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      const on = (event: string, then: (error?: unknown) => void) => {
        socket.once(event, then);
        listening.signal.addEventListener('abort', () => socket.off(event, then));
      };
      on(isTls ? 'secureConnect' : 'connect', () => resolve());
      on('error', reject);
      on('close', () => reject(new Error('closed')));
      either.addEventListener('abort', () => reject(either.reason), { signal: listening.signal });
      if (either.aborted) reject(either.reason);
    });
    judge?.(socket.remoteAddress ?? '');
    return socket;
  } catch (error) {
    socket.on('error', () => undefined).destroy();
    throw transportError(error, { host, mutates: false, timedOut: either.aborted, timeoutMs });
  } finally {
    listening.abort();
  }
}

const wrong = (message: string) => new ConnectorError('wrong-host', message, { maybeApplied: false });
