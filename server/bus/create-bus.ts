// The bus, assembled. The connectors come in as a table, so that tests bring their own; `registry.ts` has the real one.
import type { LookupFunction } from 'node:net';
import type { Connector } from '#connectors/sdk/connector.ts';
import type { CapabilityCatalog, CapabilityPort } from '#server/engine/ports/capabilities.ts';
import type { OrgKeyring } from '#server/platform/crypto/org-keyring.ts';
import type { Database } from '#server/platform/db/database.ts';
import { createCapabilityPort } from './capability-port.ts';
import { capabilityCatalog } from './catalog.ts';
import { ConnectionHealth } from './connection/connection-health.ts';
import { HeldRuns } from './connection/held-runs.repository.ts';
import { createConnections } from './connection/open-connection.ts';
import type { Circuit } from './connection/rate-governor.ts';
import { ScriptLibrary } from './dispatch/resolve-script.ts';
import { createDocuments } from './documents.ts';
import { createEntityReader } from './entity-reader.ts';
import { parseAllowedHosts } from './network/destination-policy.ts';
import { createGuardedLdap } from './network/guarded-ldap.ts';
import { createGuardedNetwork } from './network/guarded-sender.ts';
import { createReadCapability, type ReadCapability } from './read-capability.ts';
import { createRedactFor } from './redact-for.ts';
import { createTicketHistory } from './ticket-history.ts';
import { createVendorGateway } from './vendor-gateway.ts';
import { createVendorLists } from './vendor-lists.ts';
import { createWebhookVerifier } from './webhook-verifier.ts';

export interface BusOptions {
  database: Database;
  keyring: OrgKeyring;
  connectors: Readonly<Record<string, Connector>>;
  /** MSPCLAW_ALLOW_PRIVATE_HOSTS */
  allowPrivateHosts: string | undefined;
  /** by which vendors and devices reach this installation; absent: scripts have no road back */
  baseUrl?: string;
  /** tests only: the name service; how quickly a connection is left alone and begun with again */
  lookup?: LookupFunction;
  circuit?: Circuit;
  widenEveryMs?: number;
}

export interface Bus {
  capabilities: CapabilityPort;
  catalog: CapabilityCatalog;
  readCapability: ReadCapability;
  gateway: ReturnType<typeof createVendorGateway>;
  entities: ReturnType<typeof createEntityReader>;
  webhooks: ReturnType<typeof createWebhookVerifier>;
  history: ReturnType<typeof createTicketHistory>;
  documents: ReturnType<typeof createDocuments>;
  lists: ReturnType<typeof createVendorLists>;
  redactFor: ReturnType<typeof createRedactFor>;
  close(): Promise<void>;
}

export function createBus(options: BusOptions): Bus {
  const { database, keyring, connectors } = options;
  const reach = {
    allowedHosts: parseAllowedHosts(options.allowPrivateHosts),
    ...(options.lookup ? { lookup: options.lookup } : {}),
  };
  const network = createGuardedNetwork(reach);
  const connections = createConnections({
    database,
    keyring,
    network,
    ldap: createGuardedLdap(reach),
    connectors,
    baseUrl: options.baseUrl,
    ...(options.circuit ? { circuit: options.circuit } : {}),
    ...(options.widenEveryMs ? { widenEveryMs: options.widenEveryMs } : {}),
  });
  const health = new ConnectionHealth(database);
  const dispatch = {
    database,
    connectors,
    connections,
    health,
    scripts: new ScriptLibrary(),
    keyring,
    held: new HeldRuns(database),
  };
  return {
    capabilities: createCapabilityPort(dispatch),
    catalog: capabilityCatalog,
    readCapability: createReadCapability(dispatch),
    gateway: createVendorGateway({ connectors, connections, health, network, database }),
    entities: createEntityReader({ connectors, connections, health }),
    webhooks: createWebhookVerifier({ connectors, connections }),
    history: createTicketHistory(dispatch),
    documents: createDocuments({ connectors, connections, health }),
    lists: createVendorLists({ connections, health }),
    redactFor: createRedactFor({ connections }),
    close: () => network.close(),
  };
}
