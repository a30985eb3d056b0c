// Short lists of a vendor that a person maps or looks through: boards, statuses, priorities, categories, scripts. A list
// that cannot be read says why; the others are read all the same.
import { type CapabilityOutput, capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ConnectionHealth } from './connection/connection-health.ts';
import type { Connections, OpenConnection } from './connection/open-connection.ts';
import { redactJson } from './connection/redact-json.ts';
import { ConnectorBroke } from './dispatch/call-failure.ts';
import { inConnector } from './dispatch/prepare-call.ts';

export interface VendorListsDeps {
  connections: Connections;
  health: ConnectionHealth;
}

export type VendorList<Item> = { isReadable: true; items: Item[] } | { isReadable: false; why: string };

type ListName = 'board.list' | 'status.list' | 'priority.list' | 'category.list' | 'script.list';
type ItemOf<N extends ListName> = CapabilityOutput<N>['items'][number];

const patienceMs = 60_000;
/** names, not texts */
const bounds = { textLength: 300, items: 5_000, depth: 6 };

export function createVendorLists(deps: VendorListsDeps) {
  async function readList<N extends ListName>(
    tenant: TenantContext,
    connection: OpenConnection,
    name: N,
  ): Promise<VendorList<ItemOf<N>>> {
    const { connector } = connection;
    const capability = connector.capabilities[name];
    if (!capability) {
      return { isReadable: false, why: connector.cannot[name] ?? `${connector.name} does not offer "${name}".` };
    }
    const context = connection.context({ mayMutate: false, signal: AbortSignal.timeout(patienceMs) });
    try {
      const answer = await deps.health.watch(tenant, connection, () =>
        inConnector<unknown>(connection, () => capability.run(context, {}, { tag: '' })).catch(forbidden),
      );
      if (answer instanceof ConnectorError) return { isReadable: false, why: connection.redact(answer.message) };
      const parsed = capabilityContracts[name].output.safeParse(answer);
      if (!parsed.success) return { isReadable: false, why: `${connector.name} answered in an unexpected shape.` };
      const items = parsed.data.items.slice(0, bounds.items).map((item) => redactJson(item, [], bounds));
      return { isReadable: true, items: items as unknown as ItemOf<N>[] };
    } catch (error) {
      if (error instanceof ConnectorError || error instanceof ConnectorBroke) {
        return { isReadable: false, why: connection.redact(error.message) };
      }
      throw error;
    }
  }

  return {
    /** @throws AppError NOT_FOUND; CONFLICT when the connection is off or has no key */
    async ticketWords(tenant: TenantContext, connectionId: string) {
      const connection = await deps.connections.open(tenant, connectionId);
      const boards = await readList(tenant, connection, 'board.list');
      const statuses = await readList(tenant, connection, 'status.list');
      const priorities = await readList(tenant, connection, 'priority.list');
      const categories = await readList(tenant, connection, 'category.list');
      return { boards, statuses, priorities, categories };
    },
    /** @throws AppError NOT_FOUND; CONFLICT when the connection is off or has no key */
    async scripts(tenant: TenantContext, connectionId: string) {
      const connection = await deps.connections.open(tenant, connectionId);
      const canRun = connection.connector.capabilities['script.run'] !== undefined;
      const context = connection.context({ mayMutate: false, signal: AbortSignal.timeout(patienceMs) });
      return {
        connectorName: connection.connector.name,
        canRun,
        hasCallback: context.scriptCallbacks !== null,
        list: await readList(tenant, connection, 'script.list'),
      };
    },
  };
}

/** A right that a mapping would like to have says nothing of how the connection is. */
function forbidden(error: unknown): ConnectorError {
  if (error instanceof ConnectorError && error.kind === 'forbidden') return error;
  throw error;
}
