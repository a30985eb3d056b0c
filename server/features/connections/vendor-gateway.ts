// What this feature needs of vendors. The bus implements it; the composition joins them. Vendors' ids are texts here,
// and a connector is named, not known.
import type { TenantContext } from '#server/platform/tenant.ts';

export interface ConnectorField {
  name: string;
  label: string;
  help: string;
  secret: boolean;
  placeholder?: string;
  /** ours: filled with a random value when left empty */
  isGenerated?: boolean;
  options?: { value: string; label: string }[];
}

export type ConnectorSystem = 'psa' | 'rmm' | 'documentation' | 'directory' | 'remote';

export interface ConnectorInfo {
  id: string;
  name: string;
  vendor: string;
  systems: ConnectorSystem[];
  summary: string;
  verification: { level: 'simulated' | 'vendor sandbox' | 'live'; on: string; note?: string };
  fields: ConnectorField[];
  hasWebhook: boolean;
  canRegisterWebhook: boolean;
  pollsEverySeconds: number | null;
  capabilities: string[];
  /** what products of its kind do and this one does not, and why */
  cannot: { capability: string; title: string; why: string }[];
  /** the same as `capabilities`, in words */
  can: { capability: string; title: string; effect: 'read' | 'write' | 'destructive' }[];
  /** least privilege, in the vendor's words */
  permissions: { name: string; where?: string; neededFor: string[] }[];
}

export interface VendorClient {
  id: string;
  name: string;
  isActive: boolean;
}

export interface VendorMember {
  id: string;
  handle: string;
  name: string;
  email: string | null;
  isActive: boolean;
}

export interface VendorDevice {
  id: string;
  name: string;
  client: { id: string; name: string | null } | null;
  role: string;
  os: string | null;
  osFamily: string;
  serial: string | null;
  macs: string[];
  online: boolean | null;
  lastSeenAt: string | null;
}

/** Somebody who works at a client. */
export interface VendorContact {
  id: string;
  name: string;
  email: string | null;
  client: { id: string; name: string | null } | null;
  isActive: boolean;
}

export interface VendorUser {
  id: string;
  principalName: string;
  name: string;
  email: string | null;
  isEnabled: boolean;
  jobTitle: string | null;
}

/** A few of what a connection would bring. */
export interface VendorSample {
  what: 'clients' | 'devices' | 'tickets';
  items: { id: string; name: string; detail: string | null }[];
  hasMore: boolean;
  why: string | null;
}

/** News from a poll; re-read from the vendor before anything acts on it. */
export interface EntityHint {
  entity: 'alert' | 'ticket' | 'device';
  id: string;
  change: 'created' | 'updated' | 'deleted' | 'cleared';
  deviceId: string | null;
  at: string | null;
}

export interface TestResult {
  /** with live figures: "12 boards, 38 clients" */
  summary: string;
  /** permissions that are missing */
  warnings: string[];
}

/** How much of the vendor's limit is used, and what holds the connection back. */
export interface ConnectionPace {
  allowedPerMinute: number;
  limitPerMinute: number;
  shared: 'connection' | 'address';
  usedLastMinute: number;
  throttledAt: Date | null;
  blockedUntil: Date | null;
  openUntil: Date | null;
  failuresInARow: number;
  recoveringWith: number | null;
}

/** Vendor failures arrive as AppError with a sentence that names host, key or role. */
export interface VendorGateway {
  connectors(): ConnectorInfo[];
  /** @throws AppError NOT_FOUND */
  describe(connector: string): ConnectorInfo;
  validate(
    connector: string,
    given: { settings: unknown; secrets: unknown },
  ): { ok: true; settings: object; secrets: object } | { ok: false; problems: Record<string, string> };
  /** equal texts = the same place; another place must not be sent the stored key */
  destinationOf(connector: string, settings: unknown): string;
  testDraft(
    tenant: TenantContext,
    draft: { name: string; connector: string; settings: unknown; secrets: unknown; isSandbox: boolean },
  ): Promise<TestResult & { keepTokens(connectionId: string): Promise<void> }>;
  test(tenant: TenantContext, connectionId: string): Promise<TestResult>;
  webhookSetup(
    tenant: TenantContext,
    connectionId: string,
    url: string,
  ): Promise<{ steps: string[]; url: string; headers: Record<string, string> } | null>;
  /** @returns secrets that the vendor made for the hook and shows only now, by the connector's field names */
  registerWebhook(tenant: TenantContext, connectionId: string, url: string): Promise<Record<string, unknown>>;
  /** connectors whose vendor can be asked whether it still calls us */
  checkableWebhooks(): string[];
  checkWebhook(
    tenant: TenantContext,
    connectionId: string,
    url: string,
  ): Promise<{ isActive: true } | { isActive: false; why: string } | null>;
  pace(tenant: TenantContext, connection: { id: string; connector: string }): Promise<ConnectionPace | null>;
  listClients(tenant: TenantContext, connectionId: string): AsyncIterable<VendorClient[]>;
  listMembers(tenant: TenantContext, connectionId: string): AsyncIterable<VendorMember[]>;
  listDevices(tenant: TenantContext, connectionId: string): AsyncIterable<VendorDevice[]>;
  listContacts(tenant: TenantContext, connectionId: string): AsyncIterable<VendorContact[]>;
  listUsers(tenant: TenantContext, connectionId: string, client: string): AsyncIterable<VendorUser[]>;
  probeDraft(
    tenant: TenantContext,
    draft: { name: string; connector: string; settings: unknown; secrets: unknown; isSandbox: boolean },
  ): Promise<
    TestResult & {
      sample: VendorSample[];
      again(): Promise<TestResult & { sample: VendorSample[] }>;
      keepTokens(connectionId: string): Promise<void>;
    }
  >;
  /** of the simulated vendors of this installation, by connector */
  sandboxLogins(controlUrl: string): Promise<unknown>;
  polls(connector: string): { name: string; everySeconds: number }[];
  poll(
    tenant: TenantContext,
    connectionId: string,
    name: string,
    cursor: unknown,
  ): Promise<{ hints: EntityHint[]; cursor: unknown; more: boolean }>;
  tellSandbox(controlUrl: string, news: { story: string } | { ticket: string }): Promise<unknown>;
}
