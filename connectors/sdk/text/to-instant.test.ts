import { expect, it } from 'vitest';
import { toInstant } from './to-instant.ts';

it.each([
  ['2026-11-20T09:00:00Z', '2026-11-20T09:00:00.000Z'],
  ['2026-11-20T09:00:00.1234567Z', '2026-11-20T09:00:00.123Z'],
  ['2026-11-20T10:00:00+01:00', '2026-11-20T09:00:00.000Z'],
  ['2026-11-20T09:00:00', '2026-11-20T09:00:00.000Z'],
  ['2026-11-20 09:00:00 UTC', '2026-11-20T09:00:00.000Z'],
  ['2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['0001-01-01T00:00:00Z', null],
  ['1970-01-01T00:00:00Z', null],
  ['2026-13-40', null],
  ['yesterday', null],
  ['7', null],
  ['', null],
  [null, null],
  [undefined, null],
])('%s is %s', (text, instant) => expect(toInstant(text)).toBe(instant));
