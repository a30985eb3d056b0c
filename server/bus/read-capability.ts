// A read for triage: somebody reasons about an incident and asks a vendor something. Reads only, by contract and by
// the sender; the kill switch counts here too; every answer is kept as evidence.
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import type { Json } from '#server/engine/ports/run-records.ts';
import { AppError } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { failureOf } from './dispatch/call-failure.ts';
import { admitCall } from './dispatch/dispatch.repository.ts';
import {
  type DispatchDeps,
  directOf,
  finishCall,
  inConnector,
  type PreparedCall,
  prepareCall,
  vendorInput,
} from './dispatch/prepare-call.ts';
import { Refused } from './dispatch/refused.ts';

export interface ReadAnswer {
  output: Json;
  evidenceId: string;
  summary: string;
}

export type ReadCapability = (
  tenant: TenantContext,
  name: string,
  args: Json,
  about: { incidentId: string | null },
) => Promise<ReadAnswer>;

const overheadMs = 10_000;

/** @throws AppError: INVALID_INPUT (our "no", and what the vendor does not know) | VENDOR_FAILED | FORBIDDEN | NOT_FOUND */
export const createReadCapability =
  (deps: DispatchDeps): ReadCapability =>
  async (tenant, name, args, about) => {
    let prepared: PreparedCall | undefined;
    try {
      const ready = await prepareCall(tenant, deps, name, args);
      prepared = ready;
      const { effect } = capabilityContracts[ready.name];
      await admitCall(tenant, deps.database, { capability: name, effect, allowedEffect: 'read', mutation: null });
      const { connection } = ready;
      const timeoutMs = connection.connector.limits.timeoutMs + overheadMs;
      const answer = await deps.health.watch(tenant, connection, () =>
        connection.whole(timeoutMs, () => {
          const context = connection.context({ mayMutate: false, signal: AbortSignal.timeout(timeoutMs) });
          return inConnector(connection, () => directOf(ready).run(context, vendorInput(ready), { tag: '' }));
        }),
      );
      const links = { incidentId: about.incidentId, deviceId: null, clientId: null, runId: null, path: null };
      const { output, evidence, summary } = await finishCall(tenant, deps, ready, answer, links);
      return { output, evidenceId: evidence[0] ?? '', summary };
    } catch (error) {
      const failure = failureOf(error, prepared?.connection.redact ?? ((text) => text), false);
      if (!failure) throw error;
      const code = error instanceof Refused ? 'INVALID_INPUT' : 'VENDOR_FAILED';
      if (error instanceof AppError) throw error;
      throw new AppError(code, { message: failure.message, cause: error });
    }
  };
