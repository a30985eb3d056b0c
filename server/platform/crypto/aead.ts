// AES-256-GCM with everything that Node leaves open nailed down: 256-bit keys, 96-bit nonces, 128-bit tags. Node accepts
// shorter tags unless told not to, and a short tag is a forgery waiting to happen.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '../errors.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

export const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
export const overheadBytes = nonceBytes + tagBytes;

const refuse = (message: string, cause?: unknown): AppError => new AppError('INTERNAL', { message, cause });

const concat = (...parts: Uint8Array[]): Bytes => {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.byteLength;
  }
  return joined;
};

/** nonce | tag | ciphertext. The nonce is random: far below 2^32 messages per key, as NIST SP 800-38D asks. */
export function encrypt(
  key: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
  nonce = randomBytes(nonceBytes),
): Bytes {
  if (key.byteLength !== keyBytes) throw refuse('A key must have 256 bits.');
  if (nonce.byteLength !== nonceBytes) throw refuse('A nonce must have 96 bits.');
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(aad);
  const body = concat(cipher.update(plaintext), cipher.final());
  return concat(nonce, cipher.getAuthTag(), body);
}

/** Nothing is returned before the tag is proved. Every failure is the same failure. */
export function decrypt(key: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Bytes {
  if (key.byteLength !== keyBytes) throw refuse('A key must have 256 bits.');
  if (sealed.byteLength < overheadBytes) throw refuse('A stored secret is too short to be one.');
  const nonce = sealed.subarray(0, nonceBytes);
  const tag = sealed.subarray(nonceBytes, overheadBytes);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(aad);
    decipher.setAuthTag(tag);
    return concat(decipher.update(sealed.subarray(overheadBytes)), decipher.final());
  } catch (cause) {
    throw refuse('A stored secret could not be decrypted: it was altered, moved, or belongs to another key.', cause);
  }
}

export const newKey = (): Bytes => Uint8Array.from(randomBytes(keyBytes));
export { concat as concatBytes };
