// What a saved connection is lent beyond its keys: what our words are called there, and the road back for its scripts.
import { type ConnectionMapping, emptyMapping, type ScriptCallbacks } from '#connectors/sdk/connector.ts';
import type { OrgKeyring } from '#server/platform/crypto/org-keyring.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { callbackOrigin } from './callback-origin.ts';
import type { ConnectionRow } from './connections.repository.ts';
import { MappingCache } from './mapping-cache.ts';
import { createScriptCallbacks } from './script-callbacks.ts';

export interface Lent {
  mapping: ConnectionMapping;
  /** `onSecret` is told what must not appear in anything that is kept; null = no road back */
  scriptCallbacks(onSecret: (text: string) => void): ScriptCallbacks | null;
}

export const nothingLent: Lent = { mapping: emptyMapping, scriptCallbacks: () => null };

export interface LendDeps {
  database: Database;
  keyring: OrgKeyring;
  /** by which vendors and devices reach this installation */
  baseUrl?: string | undefined;
}

export function createLender(deps: LendDeps) {
  const mappings = new MappingCache(deps.database);
  return async (tenant: TenantContext, row: ConnectionRow): Promise<Lent> => {
    const origin = callbackOrigin(deps.baseUrl, row.isSandbox);
    return {
      mapping: await mappings.read(tenant, row),
      scriptCallbacks: (onSecret) =>
        origin === null ? null : createScriptCallbacks(tenant, row.id, origin, { ...deps, onSecret }),
    };
  };
}
