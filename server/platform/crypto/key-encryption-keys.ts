// The keys that wrap the orgs' data keys. They live outside the database (environment, file, later a KMS); the database
// holds only what they wrapped, and the id of the key that did.
import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import { type Bytes, decrypt, encrypt, keyBytes } from './aead.ts';

export interface KeyEncryptionKeys {
  /** the id new data keys are wrapped under */
  readonly currentId: string;
  wrap(orgId: string, keyId: string, dataKey: Uint8Array): { wrapped: Bytes; kekId: string };
  unwrap(orgId: string, keyId: string, record: { wrapped: Uint8Array; kekId: string }): Bytes;
}

export interface KekSource {
  /** base64 of 32 bytes; the current one */
  kek: string;
  /** earlier ones, still needed to read; gone after `rewrap` */
  previous?: readonly string[];
}

const bindTo = (kekId: string, orgId: string, keyId: string): Uint8Array =>
  new TextEncoder().encode(`v1|kek|${kekId}|${orgId}|${keyId}`);

function decode(text: string): { id: string; key: Uint8Array } {
  const key = Buffer.from(text, 'base64');
  if (key.byteLength !== keyBytes || key.toString('base64') !== text.trim()) {
    throw new AppError('INTERNAL', { message: 'A key-encryption key must be 32 bytes in base64.' });
  }
  // An id that names the key without telling it, so that nobody has to invent one.
  const id = createHash('sha256').update('mspclaw-kek-id').update(key).digest('hex').slice(0, 16);
  return { id, key };
}

export function createKeyEncryptionKeys(source: KekSource): KeyEncryptionKeys {
  const current = decode(source.kek);
  const keys = new Map([...(source.previous ?? []).map(decode), current].map(({ id, key }) => [id, key]));
  return {
    currentId: current.id,
    wrap: (orgId, keyId, dataKey) => ({
      wrapped: encrypt(current.key, bindTo(current.id, orgId, keyId), dataKey),
      kekId: current.id,
    }),
    unwrap(orgId, keyId, { wrapped, kekId }) {
      const key = keys.get(kekId);
      if (!key) {
        throw new AppError('INTERNAL', {
          message: `The key "${kekId}" that wraps this organisation's data key is not configured. Add it to MSPCLAW_KEK_PREVIOUS.`,
        });
      }
      return decrypt(key, bindTo(kekId, orgId, keyId), wrapped);
    },
  };
}
