// How often a sign-in may fail, pure. Three counters per attempt: the account from this address, the account from
// anywhere, the address. A counter blocks for longer each time; NIST 800-63B allows 100 failures in a row per account.
import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { normaliseEmail } from './email-address.ts';

export interface ThrottleKey {
  key: string;
  /** failures that cost nothing */
  free: number;
  /** failures are forgotten after this silence; null = only a success forgets them */
  forgetAfterMs: number | null;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** IPv6 by /64, the least that a subscriber is given; IPv4 whole; an IPv4 inside IPv6 is that IPv4. */
export function addressPrefix(ip: string | null): string {
  if (ip === null || !ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (address instanceof ipaddr.IPv6) return `${address.toByteArray().slice(0, 8).join('.')}/64`;
  return address.toString();
}

export function throttleKeysOf(email: string, ip: string | null): ThrottleKey[] {
  // Hashed: the table of failures shall not be a list of addresses and mistyped names.
  const hash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 32);
  const account = normaliseEmail(email);
  const prefix = addressPrefix(ip);
  return [
    { key: `pair:${hash(`${account}|${prefix}`)}`, free: 5, forgetAfterMs: null },
    { key: `account:${hash(account)}`, free: 20, forgetAfterMs: null },
    { key: `address:${hash(prefix)}`, free: 40, forgetAfterMs: 24 * hourMs },
  ];
}

/** 30 s, then twice as long each time, up to an hour; from the 80th failure on a day. */
export function blockMsAfter(failures: number, free: number): number {
  if (failures < free) return 0;
  if (failures >= 80) return 24 * hourMs;
  return Math.min(hourMs, 0.5 * minuteMs * 2 ** Math.min(failures - free, 12));
}
