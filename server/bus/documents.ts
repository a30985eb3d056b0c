// Documents of documentation tools: listed whole, read one by one. Bounded, redacted, and without any password: those are
// never asked for.
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import type { Connector } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { walkPages } from '#connectors/sdk/http/paging.ts';
import type { DocumentSummary } from '#connectors/sdk/nouns.ts';
import { AppError } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ConnectionHealth } from './connection/connection-health.ts';
import type { Connections, OpenConnection } from './connection/open-connection.ts';
import { ConnectorBroke } from './dispatch/call-failure.ts';
import { inConnector } from './dispatch/prepare-call.ts';

export interface DocumentsDeps {
  connectors: Readonly<Record<string, Connector>>;
  connections: Connections;
  health: ConnectionHealth;
}

const patienceMs = 60_000;
const pageSize = 100;
const maxPages = 500;

export function createDocuments(deps: DocumentsDeps) {
  async function asking<T>(tenant: TenantContext, connection: OpenConnection, work: () => Promise<T>): Promise<T> {
    try {
      return await deps.health.watch(tenant, connection, () => inConnector(connection, work));
    } catch (error) {
      if (error instanceof ConnectorError && error.kind === 'not-found') throw error;
      if (error instanceof ConnectorError || error instanceof ConnectorBroke)
        throw new AppError('VENDOR_FAILED', { message: connection.redact(error.message), cause: error });
      throw error;
    }
  }
  const contextOf = (connection: OpenConnection) =>
    connection.context({ mayMutate: false, signal: AbortSignal.timeout(patienceMs) });

  return {
    connectors: (): string[] =>
      Object.values(deps.connectors)
        .filter(({ capabilities }) => capabilities['document.search'] && capabilities['document.read'])
        .map(({ id }) => id),

    async *list(tenant: TenantContext, connectionId: string): AsyncGenerator<DocumentSummary[]> {
      const connection = await deps.connections.open(tenant, connectionId);
      const search = connection.connector.capabilities['document.search'];
      if (!search) return;
      const { output } = capabilityContracts['document.search'];
      yield* walkPages<DocumentSummary>({
        maxPages,
        fetchPage: (cursor) =>
          asking(tenant, connection, async () =>
            output.parse(await search.run(contextOf(connection), { cursor, limit: pageSize }, { tag: '' })),
          ),
      });
    },

    async read(tenant: TenantContext, connectionId: string, id: string): Promise<{ text: string } | null> {
      const connection = await deps.connections.open(tenant, connectionId);
      const read = connection.connector.capabilities['document.read'];
      if (!read) return null;
      try {
        const answer = await asking(tenant, connection, () =>
          read.run(contextOf(connection), { document: id }, { tag: '' }),
        );
        const { text } = capabilityContracts['document.read'].output.parse(answer);
        return { text: connection.redact(text) };
      } catch (error) {
        if (error instanceof ConnectorError && error.kind === 'not-found') return null;
        throw error;
      }
    },
  };
}
