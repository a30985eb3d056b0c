// 256 random bits that work once; only their SHA-256 is kept. No slow hash is needed for what cannot be guessed.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export const newToken = (): string => randomBytes(32).toString('base64url');

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

export function isTokenOf(token: string, storedHash: string): boolean {
  const [given, stored] = [Buffer.from(hashToken(token)), Buffer.from(storedHash)];
  return given.byteLength === stored.byteLength && timingSafeEqual(given, stored);
}
