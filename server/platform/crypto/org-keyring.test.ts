// A sealed value opens in its own place and nowhere else; keys can be rotated without losing a value.
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from '../ids.ts';
import { systemTenant } from '../tenant.ts';
import { bindTo, type SecretPlace } from './envelope.ts';
import { createKeyEncryptionKeys } from './key-encryption-keys.ts';
import { orgKeyStoreContract } from './org-key-store.contract.ts';
import { createOrgKeyring } from './org-keyring.ts';
import { createMemoryOrgKeyStore } from './testing/memory-org-key-store.ts';

const kek = () => ({ id: randomBytes(8).toString('hex'), key: randomBytes(32) });
const place: SecretPlace = { table: 'connection', row: newId(), column: 'secrets' };

describe('the store in memory', () => {
  orgKeyStoreContract(async () => ({ store: createMemoryOrgKeyStore(), orgId: newId(), otherOrgId: newId() }));
});

describe('a sealed value', () => {
  it('never opens in another org, table, row or column: 10,000 swaps, 0 opened', async () => {
    const keyring = createOrgKeyring({
      keks: createKeyEncryptionKeys({ current: kek() }),
      store: createMemoryOrgKeyStore(),
    });
    const orgs = Array.from({ length: 5 }, () => systemTenant(newId(), 'test'));
    const rows = Array.from({ length: 5 }, newId);
    const somewhere = fc.record({
      org: fc.constantFrom(...orgs),
      table: fc.constantFrom('connection', 'connection_token', 'org_key'),
      row: fc.constantFrom(...rows),
      column: fc.constantFrom('secrets', 'ingest_secret', 'value'),
    });
    const counts = { swaps: 0, opened: 0, home: 0 };
    const seed = Date.now() % 2 ** 31;
    await fc.assert(
      fc.asyncProperty(somewhere, somewhere, fc.uint8Array({ maxLength: 64 }), async (from, to, secret) => {
        const sealed = await keyring.seal(from.org, from, secret);
        const isHome =
          from.org === to.org && from.table === to.table && from.row === to.row && from.column === to.column;
        const text = await keyring.open(to.org, to, sealed).catch(() => null);
        if (isHome) {
          counts.home += 1;
          return text !== null && Buffer.compare(text, secret) === 0;
        }
        counts.swaps += 1;
        if (text !== null) counts.opened += 1;
        return text === null;
      }),
      { numRuns: 10_100, seed },
    );
    console.log(`ciphertext swaps (seed ${seed}):`, counts);
    expect(counts.swaps).toBeGreaterThanOrEqual(10_000);
    expect(counts.opened).toBe(0);
  });

  it('opens for its owner, text and bytes', async () => {
    const keyring = createOrgKeyring({
      keks: createKeyEncryptionKeys({ current: kek() }),
      store: createMemoryOrgKeyStore(),
    });
    const tenant = systemTenant(newId(), 'test');
    expect(await keyring.openText(tenant, place, await keyring.seal(tenant, place, 'schlüssel ✓'))).toBe('schlüssel ✓');
    const sealed = await keyring.seal(tenant, place, 'schlüssel');
    expect(Buffer.from(sealed).includes('schlüssel')).toBe(false);
  });

  it('has a place without gaps or separators', () => {
    for (const bad of ['', 'a|b']) {
      expect(() => bindTo(bad, place)).toThrow(/place/);
      expect(() => bindTo('org', { ...place, row: bad })).toThrow(/place/);
    }
  });
});

describe('rotation', () => {
  it('of the data key: old values open, new ones use the new key, old ones are known as stale', async () => {
    const store = createMemoryOrgKeyStore();
    const keyring = createOrgKeyring({ keks: createKeyEncryptionKeys({ current: kek() }), store });
    const tenant = systemTenant(newId(), 'test');
    const before = await keyring.seal(tenant, place, 'before');
    await keyring.rotate(tenant);
    const after = await keyring.seal(tenant, place, 'after');
    expect(await keyring.openText(tenant, place, before)).toBe('before');
    expect(await keyring.openText(tenant, place, after)).toBe('after');
    expect([await keyring.isStale(tenant, before), await keyring.isStale(tenant, after)]).toEqual([true, false]);
  });

  it('of the key-encryption key: moved once, then the old one is not needed, and without it nothing opened before', async () => {
    const store = createMemoryOrgKeyStore();
    const [old, next] = [kek(), kek()];
    const tenant = systemTenant(newId(), 'test');
    const sealed = await createOrgKeyring({ keks: createKeyEncryptionKeys({ current: old }), store }).seal(
      tenant,
      place,
      'x',
    );
    const onlyNext = () => createOrgKeyring({ keks: createKeyEncryptionKeys({ current: next }), store });
    await expect(onlyNext().openText(tenant, place, sealed)).rejects.toThrow(/not configured/);
    const both = createOrgKeyring({ keks: createKeyEncryptionKeys({ current: next, previous: [old] }), store });
    expect([await both.rewrap(tenant), await both.rewrap(tenant)]).toEqual([1, 0]);
    expect(await onlyNext().openText(tenant, place, sealed)).toBe('x');
  });

  it('sees a key that another process made', async () => {
    const store = createMemoryOrgKeyStore();
    const keks = createKeyEncryptionKeys({ current: kek() });
    const [one, two] = [createOrgKeyring({ keks, store }), createOrgKeyring({ keks, store })];
    const tenant = systemTenant(newId(), 'test');
    await one.seal(tenant, place, 'warm');
    await two.rotate(tenant);
    expect(await one.openText(tenant, place, await two.seal(tenant, place, 'hello'))).toBe('hello');
  });
});

it('a key-encryption key of the wrong size, or without a name, is refused', () => {
  for (const size of [0, 16, 31, 33]) {
    expect(() => createKeyEncryptionKeys({ current: { id: 'a', key: randomBytes(size) } }), `${size}`).toThrow(
      /32 bytes/,
    );
  }
  expect(() => createKeyEncryptionKeys({ current: { ...kek(), id: '' } })).toThrow(/id/);
});
