// What a poll found goes the way of what a hook said: into the inbox, committed, and from there drained with its retries
// and its dead letters. The poll's cursor may move as soon as this returns: nothing depends on reading the vendor now.
import { createHash } from 'node:crypto';
import type { Database } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { EntityHint } from './ingest-ports.ts';
import { makeStoreDeliveries } from './store-deliveries.ts';
import type { Delivery } from './webhook-batcher.ts';

/** Kept headers come from an allow-list that this is not in: no sender can claim to be a poll. */
export const pollMark = { 'mspclaw-source': 'poll' } as const;
const maxRowsPerCommit = 500;

export async function acceptHints(
  tenant: TenantContext,
  input: { connectionId: string; hints: EntityHint[] },
  deps: { database: Pick<Database, 'sqlWithTenant'> },
): Promise<void> {
  const store = makeStoreDeliveries(deps.database);
  const rows = input.hints
    .filter((hint) => hint.entity !== 'device')
    .map((hint) => deliveryOf(tenant, input.connectionId, hint));
  for (let from = 0; from < rows.length; from += maxRowsPerCommit) {
    await store(tenant.orgId, firstOfEachKey(rows.slice(from, from + maxRowsPerCommit)));
  }
}

/** A hint with a time is the same news when it is polled again; one without a time may be something new. */
function deliveryOf(tenant: TenantContext, connectionId: string, hint: EntityHint): Delivery {
  const hash = createHash('sha256')
    .update(JSON.stringify([hint, hint.at ?? newId()]))
    .digest('hex');
  return {
    route: { orgId: tenant.orgId, connectionId, connector: '' },
    dedupeKey: `poll:${hash}`,
    headers: pollMark,
    body: new TextEncoder().encode(JSON.stringify({ hints: [hint] })),
  };
}

const firstOfEachKey = (rows: Delivery[]) => [...new Map(rows.map((row) => [row.dedupeKey, row])).values()];
