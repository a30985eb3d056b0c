// Re-reading what a hint named. Ids are the vendor's.
import { type CapabilityOutput, capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import type { Connector } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { AppError } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ConnectionHealth } from './connection/connection-health.ts';
import type { Connections, OpenConnection } from './connection/open-connection.ts';
import { outputBounds, redactJson } from './connection/redact-json.ts';
import { ConnectorBroke } from './dispatch/call-failure.ts';
import { inConnector } from './dispatch/prepare-call.ts';

export interface EntityReaderDeps {
  connectors: Readonly<Record<string, Connector>>;
  connections: Connections;
  health: ConnectionHealth;
}

export type ReadOutcome<T> =
  | { kind: 'found'; entity: T }
  | { kind: 'gone' }
  | { kind: 'unavailable'; retryAfterMs: number | null; message: string }
  | { kind: 'refused'; message: string };

const patienceMs = 45_000;

export function createEntityReader(deps: EntityReaderDeps) {
  async function read<N extends 'alert.read' | 'ticket.read'>(
    tenant: TenantContext,
    connectionId: string,
    name: N,
    input: object,
  ): Promise<ReadOutcome<CapabilityOutput<N>>> {
    let connection: OpenConnection | undefined;
    try {
      const open = await deps.connections.open(tenant, connectionId);
      connection = open;
      const capability = open.connector.capabilities[name];
      if (!capability) return { kind: 'refused', message: `${open.connector.name} does not offer "${name}".` };
      const context = open.context({ mayMutate: false, signal: AbortSignal.timeout(patienceMs) });
      const entity = await deps.health.watch(tenant, open, () =>
        inConnector<unknown>(open, () => capability.run(context, input as never, { tag: '' })),
      );
      const parsed = capabilityContracts[name].output.safeParse(entity);
      if (!parsed.success)
        return { kind: 'refused', message: `${open.connector.name} answered in an unexpected shape.` };
      const clean: unknown = redactJson(parsed.data, open.secretTexts, outputBounds);
      return { kind: 'found', entity: clean as CapabilityOutput<N> };
    } catch (error) {
      return outcomeOf(error, connection);
    }
  }

  return {
    readAlert: (tenant: TenantContext, connectionId: string, externalId: string) =>
      read(tenant, connectionId, 'alert.read', { alert: externalId }),
    readTicket: (tenant: TenantContext, connectionId: string, externalId: string) =>
      read(tenant, connectionId, 'ticket.read', { ticket: externalId }),
  };
}

function outcomeOf(
  error: unknown,
  connection: OpenConnection | undefined,
): Exclude<ReadOutcome<never>, { kind: 'found' }> {
  const redact = connection?.redact ?? ((text: string) => text);
  if (error instanceof ConnectorError) {
    const message = redact(error.message);
    if (error.kind === 'not-found') return { kind: 'gone' };
    // a wrong key is put right by a person; until then the event waits
    if (
      error.retryable ||
      error.kind === 'unauthenticated' ||
      error.kind === 'forbidden' ||
      error.kind === 'wrong-host'
    ) {
      return { kind: 'unavailable', retryAfterMs: error.retryAfterMs ?? null, message };
    }
    return { kind: 'refused', message };
  }
  if (error instanceof ConnectorBroke) return { kind: 'refused', message: redact(error.message) };
  if (error instanceof AppError && error.code === 'NOT_FOUND') return { kind: 'gone' };
  if (error instanceof AppError) return { kind: 'unavailable', retryAfterMs: null, message: redact(error.message) };
  throw error;
}
