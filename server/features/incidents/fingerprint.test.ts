import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, normalizeField } from './fingerprint.ts';

const same = (a: string, b: string): void => {
  expect(normalizeField(a)).toBe(normalizeField(b));
};
const different = (a: string, b: string): void => {
  expect(normalizeField(a)).not.toBe(normalizeField(b));
};

const digits = (min: number, max: number) => fc.integer({ min, max }).map(String);
const two = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const date = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
/** values of one volatile kind: any two of them, in the same text, are the same problem */
const volatileKinds: Record<string, fc.Arbitrary<string>> = {
  'an ISO time': date.map((at) => at.toISOString()),
  'a time with offset': date.map((at) => at.toISOString().replace(/\.\d+Z$/, '+02:00')),
  'a US date and time': fc.tuple(digits(1, 12), digits(1, 28), digits(2000, 2099)).map((parts) => parts.join('/')),
  'a German date': fc.tuple(two(28), two(12), digits(2000, 2099)).map((parts) => parts.join('.')),
  'a clock time': fc.tuple(two(23), two(59), two(59)).map((parts) => parts.join(':')),
  'a 12-hour time': fc
    .tuple(digits(1, 12), two(59), fc.constantFrom('AM', 'PM'))
    .map(([h, m, half]) => `${h}:${m} ${half}`),
  'a counter': digits(0, 10_000_000),
  'a percentage': fc.double({ min: 0, max: 100, noNaN: true }).map((value) => `${value.toFixed(1)}%`),
  'a size': digits(1, 999).map((value) => `${value}.5 GB`),
  'a duration': digits(1, 999).map((value) => `${value} seconds`),
  'a guid': fc.uuid(),
  'a braced guid': fc.uuid().map((value) => `{${value.toUpperCase()}}`),
  'an error code': hex(8).map((value) => `0x${value.toUpperCase()}`),
  'an IPv4 address': fc.ipV4(),
  'an IPv4 address with port': fc.tuple(fc.ipV4(), digits(1, 65_535)).map((parts) => parts.join(':')),
  'a MAC address': fc.tuple(...(Array(6).fill(hex(2)) as fc.Arbitrary<string>[])).map((parts) => parts.join(':')),
  'a hash': hex(40).filter((value) => /\d/.test(value) && /[a-f]/.test(value)),
  'a per-user service': fc.tuple(hex(4), digits(0, 9)).map((parts) => `OneSyncSvc_${parts.join('')}`),
};

describe('a fingerprint', () => {
  for (const [name, values] of Object.entries(volatileKinds)) {
    it(`does not see which value ${name} has`, () => {
      fc.assert(
        fc.property(values, values, (a, b) =>
          same(`Backup failed ${a} on volume D:`, `Backup failed ${b} on volume D:`),
        ),
        { numRuns: 300 },
      );
      fc.assert(
        fc.property(values, values, (a, b) => same(`Job (${a}), retried.`, `Job (${b}), retried.`)),
        { numRuns: 300 },
      );
    });
  }

  it('is the same for the same field, normalised once or twice', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => same(normalizeField(text), text)),
      { numRuns: 5_000 },
    );
  });

  it('tells names apart, digits in them too', () => {
    for (const [a, b] of [
      ['Service Spooler stopped', 'Service WinRM stopped'],
      ['ACME-DC01 is offline', 'ACME-DC02 is offline'],
      ['KB5034441 failed', 'KB5034442 failed'],
      ['Free space on C:', 'Free space on D:'],
      ['win32 fault', 'win64 fault'],
      ['powershell.exe', 'pwsh.exe'],
      ['1000', '7031'],
    ] as const) {
      different(a, b);
    }
  });

  it('keeps kinds, field borders, field order and scopes apart', () => {
    const all = [
      fingerprintOf('disk.space', ['ab', 'c']),
      fingerprintOf('disk.space', ['a', 'bc']),
      fingerprintOf('disk.space', ['c', 'ab']),
      fingerprintOf('disk.space', ['abc']),
      fingerprintOf('service.stopped', ['ab', 'c']),
      fingerprintOf('disk.space', ['ab', 'c'], ['device 7']),
      fingerprintOf('disk.space', ['ab', 'c'], ['device 8']),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(all[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('takes no longer for text made to be slow', () => {
    const start = performance.now();
    for (const text of [
      'a:'.repeat(50_000),
      '1.'.repeat(50_000),
      '0123456789abcdef'.repeat(5_000),
      '1-'.repeat(50_000),
      ' 1 '.repeat(50_000),
    ]) {
      normalizeField(text);
    }
    expect(performance.now() - start).toBeLessThan(500);
  });
});
