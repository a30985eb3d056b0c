// The cipher against the Wycheproof vectors, and against everything it must refuse.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decrypt, encrypt, keyBytes, newKey } from './aead.ts';

interface Vector {
  tcId: number;
  comment: string;
  key: string;
  iv: string;
  aad: string;
  msg: string;
  ct: string;
  tag: string;
  result: 'valid' | 'invalid';
}
interface Group {
  ivSize: number;
  keySize: number;
  tagSize: number;
  tests: Vector[];
}

const vectorFile = new URL('../../../../shared/test-vectors/wycheproof/aes_gcm_test.json', import.meta.url);
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

function opened(run: () => Uint8Array): string | null {
  try {
    return Buffer.from(run()).toString('hex');
  } catch {
    return null;
  }
}

describe.skipIf(!existsSync(vectorFile))('the Wycheproof vectors', () => {
  const groups = existsSync(vectorFile) ? (JSON.parse(readFileSync(vectorFile, 'utf8')).testGroups as Group[]) : [];

  it('decrypt and encrypt as they should at 256/96/128 bits, and are refused at every other size', () => {
    const counts = { accepted: 0, forgeriesRefused: 0, otherSizesRefused: 0 };
    for (const group of groups) {
      const isOurs = group.keySize === 256 && group.ivSize === 96 && group.tagSize === 128;
      for (const vector of group.tests) {
        const [key, iv, aad, tag] = [hex(vector.key), hex(vector.iv), hex(vector.aad), hex(vector.tag)];
        const name = `tcId ${vector.tcId} ${vector.comment}`;
        const text = opened(() => decrypt(key, aad, join(iv, tag, hex(vector.ct))));
        if (isOurs && vector.result === 'valid') {
          expect(text, name).toBe(vector.msg);
          const sealed = encrypt(key, aad, hex(vector.msg), Buffer.from(iv));
          expect(Buffer.from(sealed).toString('hex'), name).toBe(`${vector.iv}${vector.tag}${vector.ct}`);
          counts.accepted += 1;
        } else {
          expect(text, name).toBeNull();
          counts[isOurs ? 'forgeriesRefused' : 'otherSizesRefused'] += 1;
        }
      }
    }
    console.log('wycheproof aes-gcm:', counts);
    expect(counts.accepted).toBeGreaterThanOrEqual(30);
    expect(counts.forgeriesRefused).toBeGreaterThanOrEqual(20);
    expect(counts.accepted + counts.forgeriesRefused + counts.otherSizesRefused).toBe(316);
  });
});
if (!existsSync(vectorFile)) console.log('skipped: ../shared/test-vectors/wycheproof is not here');

describe('the cipher', () => {
  const key = newKey();
  const aad = new TextEncoder().encode('v1|org|table|row|column');
  const plaintext = new TextEncoder().encode('a secret of a vendor');

  it('refuses a tag that is cut to any length below 16 bytes', () => {
    const sealed = encrypt(key, aad, plaintext);
    for (let length = 0; length < 16; length++) {
      const short = join(sealed.subarray(0, 12 + length), sealed.subarray(28));
      expect(
        opened(() => decrypt(key, aad, short)),
        `${length} bytes`,
      ).toBeNull();
    }
  });

  it('refuses one flipped bit anywhere', () => {
    const sealed = encrypt(key, aad, plaintext);
    for (let bit = 0; bit < sealed.byteLength * 8; bit++) {
      const flipped = Uint8Array.from(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(
        opened(() => decrypt(key, aad, flipped)),
        `bit ${bit}`,
      ).toBeNull();
    }
  });

  it('refuses keys and nonces of other sizes', () => {
    for (const size of [0, 16, 24, 31, 33])
      expect(() => encrypt(new Uint8Array(size), aad, plaintext)).toThrow(/256 bits/);
    for (const size of [0, 8, 11, 13, 16])
      expect(() => encrypt(key, aad, plaintext, Buffer.alloc(size))).toThrow(/96 bits/);
    expect(keyBytes).toBe(32);
  });

  it('never uses a nonce twice in 10,000 messages', () => {
    const nonces = new Set(
      Array.from({ length: 10_000 }, () => Buffer.from(encrypt(key, aad, plaintext).subarray(0, 12)).toString('hex')),
    );
    expect(nonces.size).toBe(10_000);
  });
});
