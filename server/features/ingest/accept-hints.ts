// What a poll found, taken in like what a hook said. The poll's cursor moves only after this returns, so a vendor
// that cannot be read now is asked again from the same place.
import type { TenantContext } from '#server/platform/tenant.ts';
import { type DrainDeps, handleHint } from './drain-inbox.ts';
import type { EntityHint } from './ingest-ports.ts';

/** @throws when the vendor could not be read; a hint that makes no sense is reported and passed over */
export async function acceptHints(
  tenant: TenantContext,
  input: { connectionId: string; hints: EntityHint[] },
  deps: DrainDeps,
): Promise<void> {
  for (const hint of input.hints) {
    if (hint.entity === 'device') continue;
    const outcome = await handleHint(tenant, { connectionId: input.connectionId, hint }, deps);
    if (outcome.kind === 'unavailable') throw new Error(outcome.message);
    if (outcome.kind === 'failed')
      deps.log.warn('a polled entity was passed over', {
        orgId: tenant.orgId,
        entity: hint.entity,
        error: outcome.message,
      });
  }
}
