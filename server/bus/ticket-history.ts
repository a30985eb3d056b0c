// Closed tickets with their notes, for learning from what was solved before. Ids are ours; reading keeps our copies.
// No evidence is kept: nothing is concluded from a single one of these answers.
import type { CapabilityName, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { Json } from '#server/engine/ports/run-records.ts';
import { AppError } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { failureOf } from './dispatch/call-failure.ts';
import {
  type DispatchDeps,
  directOf,
  finishCall,
  inConnector,
  prepareCall,
  vendorInput,
} from './dispatch/prepare-call.ts';

const pageSize = 100;
const overheadMs = 10_000;

export function createTicketHistory(deps: DispatchDeps) {
  async function read<N extends CapabilityName>(
    tenant: TenantContext,
    name: N,
    args: Json,
  ): Promise<CapabilityOutput<N>> {
    let redact = (text: string) => text;
    try {
      const call = await prepareCall(tenant, deps, name, args);
      const { connection } = call;
      redact = connection.redact;
      const signal = AbortSignal.timeout(connection.connector.limits.timeoutMs + overheadMs);
      const context = connection.context({ mayMutate: false, signal });
      const answer = await deps.health.watch(tenant, connection, () =>
        inConnector(connection, () => directOf(call).run(context, vendorInput(call), { tag: '' })),
      );
      return (await finishCall(tenant, deps, call, answer, null)).output as CapabilityOutput<N>;
    } catch (error) {
      const failure = failureOf(error, redact, false);
      if (!failure || error instanceof AppError) throw error;
      throw new AppError('VENDOR_FAILED', { message: failure.message, cause: error });
    }
  }

  return {
    searchClosed: (tenant: TenantContext, cursor: string | null) =>
      read(tenant, 'ticket.search', { isClosed: true, cursor, limit: pageSize }),
    readNotes: async (tenant: TenantContext, ticketId: string) =>
      (await read(tenant, 'ticket.note.list', { ticket: ticketId })).items,
  };
}
