// Seals and opens an org's secrets: fetches the org's wrapped data keys, unwraps them, keeps them in memory.
//   const sealed = await keyring.seal(tenant, { table: 'connection', row: id, column: 'secrets' }, JSON.stringify(secrets));
//   const text = await keyring.openText(tenant, { table: 'connection', row: id, column: 'secrets' }, sealed);
import { AppError } from '../errors.ts';
import { newId } from '../ids.ts';
import type { TenantContext } from '../tenant.ts';
import { type Bytes, newKey } from './aead.ts';
import { type DataKey, keyIdOf, openWith, type SecretPlace, sealWith } from './envelope.ts';
import type { KeyEncryptionKeys } from './key-encryption-keys.ts';

export interface WrappedOrgKey {
  id: string;
  wrapped: Bytes;
  kekId: string;
  retiredAt: Date | null;
}

/** Where wrapped keys are kept; every call is one transaction in the tenant's context. */
export interface OrgKeyStore {
  list(tenant: TenantContext): Promise<WrappedOrgKey[]>;
  /** Stores `key` unless the org has an active one; answers all keys afterwards. Two callers at once make one key. */
  addFirst(tenant: TenantContext, key: Omit<WrappedOrgKey, 'retiredAt'>): Promise<WrappedOrgKey[]>;
  /** Retires every active key and stores `key` as the active one. */
  replace(tenant: TenantContext, key: Omit<WrappedOrgKey, 'retiredAt'>): Promise<void>;
  /** Only if it is still wrapped by `from`: two rotations at once do not undo each other. */
  rewrap(tenant: TenantContext, id: string, from: string, to: { wrapped: Bytes; kekId: string }): Promise<void>;
}

export interface OrgKeyring {
  seal(tenant: TenantContext, place: SecretPlace, plaintext: string | Uint8Array): Promise<Bytes>;
  open(tenant: TenantContext, place: SecretPlace, sealed: Uint8Array): Promise<Bytes>;
  openText(tenant: TenantContext, place: SecretPlace, sealed: Uint8Array): Promise<string>;
  /** A new data key for what is sealed from now on; the old ones still open. */
  rotate(tenant: TenantContext): Promise<void>;
  /** Puts every data key under the current key-encryption key; resumable. Answers how many were moved. */
  rewrap(tenant: TenantContext): Promise<number>;
  /** Was this sealed with a key that is retired by now? */
  isStale(tenant: TenantContext, sealed: Uint8Array): Promise<boolean>;
}

export function createOrgKeyring(deps: { keks: KeyEncryptionKeys; store: OrgKeyStore }): OrgKeyring {
  const { keks, store } = deps;
  const known = new Map<string, { keys: Map<string, DataKey>; currentId: string }>();

  function remember(tenant: TenantContext, rows: WrappedOrgKey[]) {
    const keys = new Map(rows.map((row) => [row.id, { id: row.id, key: keks.unwrap(tenant.orgId, row.id, row) }]));
    const current = rows.filter((row) => row.retiredAt === null).sort((a, b) => (a.id < b.id ? 1 : -1))[0];
    if (!current) throw new AppError('INTERNAL', { message: 'The organisation has no active data key.' });
    const entry = { keys, currentId: current.id };
    known.set(tenant.orgId, entry);
    return entry;
  }

  function makeKey(tenant: TenantContext) {
    const id = newId();
    return { id, ...keks.wrap(tenant.orgId, id, newKey()) };
  }

  async function load(tenant: TenantContext) {
    const rows = await store.list(tenant);
    const hasActive = rows.some((row) => row.retiredAt === null);
    return remember(tenant, hasActive ? rows : await store.addFirst(tenant, makeKey(tenant)));
  }

  async function currentKey(tenant: TenantContext): Promise<DataKey> {
    const entry = known.get(tenant.orgId) ?? (await load(tenant));
    const key = entry.keys.get(entry.currentId);
    if (!key) throw new AppError('INTERNAL', { message: 'The organisation has no active data key.' });
    return key;
  }

  /** An id we do not know may be one that another process made: look once more before giving up. */
  async function keyOf(tenant: TenantContext, sealed: Uint8Array): Promise<DataKey> {
    const id = keyIdOf(sealed);
    const key = known.get(tenant.orgId)?.keys.get(id) ?? (await load(tenant)).keys.get(id);
    if (!key)
      throw new AppError('INTERNAL', { message: 'A stored secret names a data key this organisation has not.' });
    return key;
  }

  const open = async (tenant: TenantContext, place: SecretPlace, sealed: Uint8Array): Promise<Bytes> =>
    openWith(await keyOf(tenant, sealed), tenant.orgId, place, sealed);

  return {
    open,
    seal: async (tenant, place, plaintext) => {
      const bytes = typeof plaintext === 'string' ? new TextEncoder().encode(plaintext) : plaintext;
      return sealWith(await currentKey(tenant), tenant.orgId, place, bytes);
    },
    openText: async (tenant, place, sealed) =>
      new TextDecoder('utf-8', { fatal: true }).decode(await open(tenant, place, sealed)),
    async rotate(tenant) {
      await store.replace(tenant, makeKey(tenant));
      await load(tenant);
    },
    async rewrap(tenant) {
      const behind = (await store.list(tenant)).filter((row) => row.kekId !== keks.currentId);
      for (const row of behind) {
        const key = keks.unwrap(tenant.orgId, row.id, row);
        await store.rewrap(tenant, row.id, row.kekId, keks.wrap(tenant.orgId, row.id, key));
      }
      return behind.length;
    },
    async isStale(tenant, sealed) {
      const entry = await load(tenant);
      return keyIdOf(sealed) !== entry.currentId;
    },
  };
}
