// The road back for scripts of vendors that keep no output: one address per run of a script, good for one post. Who
// receives the posts is the scripts feature; here addresses are made and results read.
import { createHash, randomBytes } from 'node:crypto';
import type { ScriptCallbacks } from '#connectors/sdk/connector.ts';
import type { ScriptResult } from '#connectors/sdk/nouns.ts';
import { scriptCallbackPlace } from '#server/platform/crypto/connection-places.ts';
import type { OrgKeyring } from '#server/platform/crypto/org-keyring.ts';
import type { Database } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { ofOurs } from '../dispatch/own-failure.ts';
import { findCallback, insertCallback } from './script-callbacks.repository.ts';

export interface ScriptCallbacksDeps {
  database: Database;
  keyring: OrgKeyring;
}

/** A device that was off when the vendor took the script may run it a day later. */
const goodForMs = 48 * 3_600_000;

/** `origin`: see `callbackOrigin`. `onSecret`: the unguessable part, which must not appear in anything that is kept */
export function createScriptCallbacks(
  tenant: TenantContext,
  connectionId: string,
  origin: string,
  deps: ScriptCallbacksDeps & { onSecret(text: string): void },
): ScriptCallbacks {
  const { database, keyring } = deps;
  const find = (tag: string) => database.withTenant(tenant, (db) => findCallback(tenant, db, connectionId, tag));

  async function make(tag: string) {
    const id = newId();
    const text = randomBytes(32).toString('base64url');
    const token = await keyring.seal(tenant, scriptCallbackPlace(id), text);
    const tokenHash = Uint8Array.from(createHash('sha256').update(text).digest());
    const expiresAt = new Date(Date.now() + goodForMs);
    await database.withTenant(tenant, (db) =>
      insertCallback(tenant, db, { id, connectionId, tag, token, tokenHash, expiresAt }),
    );
    return find(tag);
  }

  return {
    open: (tag) =>
      ofOurs('an address for a script', async () => {
        const row = (await find(tag)) ?? (await make(tag));
        if (!row) throw new Error('the address was neither there nor made');
        const token = await keyring.openText(tenant, scriptCallbackPlace(row.id), row.token);
        deps.onSecret(token);
        return { url: `${origin}/api/script-results/${row.id}/${token}` };
      }),
    read: (tag) =>
      ofOurs('the result of a script', async (): Promise<ScriptResult | null> => {
        const row = await find(tag);
        if (!row?.usedAt) return null;
        return {
          outcome: row.exitCode === 0 ? 'success' : 'failure',
          exitCode: row.exitCode,
          output: row.output,
          startedAt: null,
          finishedAt: row.usedAt.toISOString(),
        };
      }),
  };
}
