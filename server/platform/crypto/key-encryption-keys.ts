// The keys that wrap the orgs' data keys. They live outside the database (derived from the installation's secret, later
// a KMS); the database holds only what they wrapped, and the id of the key that did.
import { AppError } from '../errors.ts';
import { type Bytes, decrypt, encrypt, keyBytes } from './aead.ts';

export interface KeyEncryptionKeys {
  /** the id new data keys are wrapped under */
  readonly currentId: string;
  wrap(orgId: string, keyId: string, dataKey: Uint8Array): { wrapped: Bytes; kekId: string };
  unwrap(orgId: string, keyId: string, record: { wrapped: Uint8Array; kekId: string }): Bytes;
}

/** The id names the key without telling it. `InstallationKeys` of platform/secret.ts gives both. */
export interface NamedKey {
  id: string;
  key: Uint8Array;
}

export interface KekSource {
  current: NamedKey;
  /** earlier ones, still needed to read; not needed any more after `rewrap` */
  previous?: readonly NamedKey[];
}

const bindTo = (kekId: string, orgId: string, keyId: string): Uint8Array =>
  new TextEncoder().encode(`v1|kek|${kekId}|${orgId}|${keyId}`);

export function createKeyEncryptionKeys({ current, previous = [] }: KekSource): KeyEncryptionKeys {
  const keys = new Map([...previous, current].map(({ id, key }) => [id, key]));
  for (const [id, key] of keys) {
    if (id === '' || id.includes('|') || key.byteLength !== keyBytes) {
      throw new AppError('INTERNAL', { message: 'A key-encryption key must have an id and 32 bytes.' });
    }
  }
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
          message: `The secret that protects this organisation's data key ("${kekId}") is not configured. Set MSPCLAW_SECRET_PREVIOUS to the former secret.`,
        });
      }
      return decrypt(key, bindTo(kekId, orgId, keyId), wrapped);
    },
  };
}
