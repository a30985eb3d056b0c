import { describe, expect, it } from 'vitest';
import { addressPrefix, blockMsAfter, throttleKeysOf } from './throttle-policy.ts';

describe('a guesser', () => {
  it.each([5, 20])('who always waits gets fewer than 100 guesses at one account within 18 days (%i free)', (free) => {
    const horizonMs = 18 * 86_400_000;
    let guesses = 0;
    for (let at = 0; at < horizonMs; guesses++) at += blockMsAfter(guesses + 1, free);
    console.log(`guesses at an account in 18 days, ${free} free: ${guesses}`);
    expect(guesses).toBeLessThan(100);
  });

  it('waits longer each time, up to an hour', () => {
    const waits = Array.from({ length: 40 }, (_, n) => blockMsAfter(n, 5));
    expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.at(-1)).toBe(3_600_000);
  });
});

describe('an address', () => {
  it('in IPv6 counts by its /64: the 2^64 neighbours are one', () => {
    expect(addressPrefix('2001:db8:1:2::1')).toBe(addressPrefix('2001:db8:1:2:ffff:ffff:ffff:ffff'));
    expect(addressPrefix('2001:db8:1:2::1')).not.toBe(addressPrefix('2001:db8:1:3::1'));
  });

  it('in IPv4 counts alone, also when it comes as IPv6', () => {
    expect(addressPrefix('::ffff:192.0.2.7')).toBe(addressPrefix('192.0.2.7'));
    expect(addressPrefix('192.0.2.7')).not.toBe(addressPrefix('192.0.2.8'));
  });

  it('that is none is one: nobody escapes by sending nonsense', () => {
    for (const text of [null, '', 'nonsense', '1.2.3.4.5', 'x'.repeat(1_000)])
      expect(addressPrefix(text)).toBe('unknown');
  });
});

it('an account is the same account however it is spelled, and its name is not in the key', () => {
  const keys = (email: string) => throttleKeysOf(email, '192.0.2.7').map(({ key }) => key);
  expect(keys(' Olga@Example.COM ')).toEqual(keys('olga@example.com'));
  expect(keys('olga@example.com').join()).not.toContain('olga');
});
