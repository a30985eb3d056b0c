// A sealed value as it is stored: version | data key id | nonce | tag | ciphertext. It opens only with its org's data key
// and only in the place (table, row, column) it was sealed for, so a copied value is worthless anywhere else.
import { parse, stringify } from 'uuid';
import { AppError } from '../errors.ts';
import { type Bytes, concatBytes, decrypt, encrypt } from './aead.ts';

/** Where a value lives. `row` is the primary key without the org, its parts joined by "/". */
export interface SecretPlace {
  table: string;
  row: string;
  column: string;
}

export interface DataKey {
  id: string;
  key: Uint8Array;
}

const version = 1;
const keyIdBytes = 16;
const headerBytes = 1 + keyIdBytes;

/** The separator may not occur in a part: else two places could have one name. */
export function bindTo(orgId: string, place: SecretPlace): Uint8Array {
  const parts = [orgId, place.table, place.row, place.column];
  if (parts.some((part) => part === '' || part.includes('|'))) {
    throw new AppError('INTERNAL', { message: 'A secret needs a complete place without "|" in it.' });
  }
  return new TextEncoder().encode(['v1', ...parts].join('|'));
}

export function sealWith(dataKey: DataKey, orgId: string, place: SecretPlace, plaintext: Uint8Array): Bytes {
  const header = concatBytes(Uint8Array.of(version), parse(dataKey.id));
  return concatBytes(header, encrypt(dataKey.key, bindTo(orgId, place), plaintext));
}

export function keyIdOf(sealed: Uint8Array): string {
  if (sealed.byteLength < headerBytes || sealed[0] !== version) {
    throw new AppError('INTERNAL', { message: 'A stored secret has an unknown format.' });
  }
  return stringify(sealed.subarray(1, headerBytes));
}

export function openWith(dataKey: DataKey, orgId: string, place: SecretPlace, sealed: Uint8Array): Bytes {
  if (keyIdOf(sealed) !== dataKey.id) {
    throw new AppError('INTERNAL', { message: 'A stored secret names another data key.' });
  }
  return decrypt(dataKey.key, bindTo(orgId, place), sealed.subarray(headerBytes));
}
