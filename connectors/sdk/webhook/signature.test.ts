// Signatures against published test vectors.
import { expect, it } from 'vitest';
import { hmacSha1, hmacSha256 } from './signature.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const hex = (value: Uint8Array) => [...value].map((byte) => byte.toString(16).padStart(2, '0')).join('');

it('HMAC-SHA1 gives what RFC 2202 says', async () => {
  expect(hex(await hmacSha1(bytes('Jefe'), bytes('what do ya want for nothing?')))).toBe(
    'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
  );
});
it('HMAC-SHA256 gives what RFC 4231 says', async () => {
  expect(hex(await hmacSha256(bytes('Jefe'), bytes('what do ya want for nothing?')))).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});
