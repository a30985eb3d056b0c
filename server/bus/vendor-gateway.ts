// What the connections feature asks of vendors: which connectors there are, does this key work, what is there to
// sync, what is new. Reads, with one exception that says so (registering our webhook).
import { z } from 'zod';
import { type CapabilityName, capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import type { Connector, ConnectorContext } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Client, Contact, Device, DirectoryUser, Member, Page } from '#connectors/sdk/nouns.ts';
import type { EntityHint } from '#connectors/sdk/trigger.ts';
import type { Database } from '#server/platform/db/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ConnectionHealth } from './connection/connection-health.ts';
import { type Connections, type OpenConnection, vendorSettings } from './connection/open-connection.ts';
import { type ConnectionPace, readPace } from './connection/read-pace.ts';
import { inConnector } from './dispatch/prepare-call.ts';
import type { GuardedNetwork } from './network/guarded-sender.ts';
import { sampleConnection } from './sample-connection.ts';

export interface VendorGatewayDeps {
  connectors: Readonly<Record<string, Connector>>;
  connections: Connections;
  health: ConnectionHealth;
  network: GuardedNetwork;
  database: Database;
}

const patienceMs = 60_000;
const pageLimit = 200;
const maxPages = 500;

export function createVendorGateway(deps: VendorGatewayDeps) {
  const connectorOf = (id: string): Connector => {
    const connector = Object.hasOwn(deps.connectors, id) ? deps.connectors[id] : undefined;
    if (!connector) throw notFound('connector');
    return connector;
  };

  /** Vendor failures in our words; the connection's health follows. */
  async function asking<T>(
    tenant: TenantContext,
    connection: OpenConnection,
    work: (context: ConnectorContext) => Promise<T>,
    mayMutate = false,
  ): Promise<T> {
    const context = connection.context({ mayMutate, signal: AbortSignal.timeout(patienceMs) });
    try {
      return await deps.health.watch(tenant, connection, () => inConnector(connection, () => work(context)));
    } catch (error) {
      throw toAppError(error, connection);
    }
  }

  async function* pages<T>(fetchPage: (cursor: string | null) => Promise<Page<T>>): AsyncGenerator<T[]> {
    let cursor: string | null = null;
    for (let page = 0; page < maxPages; page++) {
      const { items, next }: Page<T> = await fetchPage(cursor);
      yield items;
      if (next === null || next === cursor) return;
      cursor = next;
    }
    throw new AppError('VENDOR_FAILED', {
      message: `The list has more than ${maxPages} pages; it was not read to its end.`,
    });
  }

  async function* listing<T>(
    tenant: TenantContext,
    connectionId: string,
    name: 'client.list' | 'member.list' | 'device.list' | 'contact.list' | 'user.search',
    more: object = {},
  ): AsyncGenerator<T[]> {
    const connection = await deps.connections.open(tenant, connectionId);
    const capability = connection.connector.capabilities[name];
    if (!capability) return;
    yield* pages<T>((cursor) =>
      asking(
        tenant,
        connection,
        async (context) =>
          // `more` completes the input of the one capability that `name` is
          (await capability.run(context, { cursor, limit: pageLimit, ...more } as never, {
            tag: '',
          })) as unknown as Page<T>,
      ),
    );
  }

  return {
    connectors: () => Object.values(deps.connectors).map(describeConnector),
    describe: (id: string) => describeConnector(connectorOf(id)),

    /** Settings and secrets by the connector's own schemas; what is wrong, by field. */
    validate(id: string, given: { settings: unknown; secrets: unknown }) {
      const connector = connectorOf(id);
      const settings = connector.auth.settings.safeParse(vendorSettings(given.settings));
      const secrets = connector.auth.secrets.safeParse(given.secrets);
      if (settings.success && secrets.success) {
        return { ok: true as const, settings: settings.data as object, secrets: secrets.data as object };
      }
      const issues = [...(settings.error?.issues ?? []), ...(secrets.error?.issues ?? [])];
      const problems = Object.fromEntries(issues.map((issue) => [issue.path.join('.') || 'settings', issue.message]));
      return { ok: false as const, problems };
    },

    /** The values of a connection that say where it leads: when one changes, its secrets must be entered again. */
    destinationOf(id: string, settings: unknown): string {
      const connector = connectorOf(id);
      const plain = z.record(z.string(), z.unknown()).parse(vendorSettings(settings));
      // everything that is not a choice from our own list could name a host
      const choices = new Set(connector.auth.fields.flatMap((field) => (field.options ? [field.name] : [])));
      const telling = Object.entries(plain).filter(
        ([name, value]) => looksLikeAddress(name, value) || choices.has(name),
      );
      return JSON.stringify(telling.sort(([a], [b]) => (a < b ? -1 : 1)));
    },

    /** Before anything is saved. */
    async testDraft(
      tenant: TenantContext,
      draft: { name: string; connector: string; settings: unknown; secrets: unknown; isSandbox: boolean },
    ) {
      const connector = connectorOf(draft.connector);
      const connection = deps.connections.openDraft(tenant, { ...draft, connector });
      const { summary, warnings } = await asking(tenant, connection, (context) => connector.test(context));
      return { summary, warnings, keepTokens: connection.keepTokens };
    },

    async test(tenant: TenantContext, connectionId: string) {
      const connection = await deps.connections.open(tenant, connectionId);
      return asking(tenant, connection, (context) => connection.connector.test(context));
    },

    /** null when this connector takes no webhooks */
    async webhookSetup(tenant: TenantContext, connectionId: string, url: string) {
      const connection = await deps.connections.open(tenant, connectionId);
      const { webhook } = connection.connector.triggers;
      return webhook ? webhook.setup({ url, secrets: connection.secrets }) : null;
    },

    /** The one write: tells the vendor our address. Answers what the vendor made for the hook and shows only now. */
    async registerWebhook(tenant: TenantContext, connectionId: string, url: string): Promise<Record<string, unknown>> {
      const connection = await deps.connections.open(tenant, connectionId);
      const { connector } = connection;
      const register = connector.triggers.webhook?.register;
      if (!register) {
        throw new AppError('UNSUPPORTED', {
          message: `${connector.name} cannot be told by its API; enter the address there by hand.`,
        });
      }
      const { secrets } = await asking(tenant, connection, (context) => register(context, url), true);
      return { ...secrets };
    },

    /** connectors that can say whether they still call us */
    checkableWebhooks: (): string[] =>
      Object.values(deps.connectors)
        .filter(({ triggers }) => triggers.webhook?.check)
        .map(({ id }) => id),

    /** null = this connector cannot be asked */
    async checkWebhook(
      tenant: TenantContext,
      connectionId: string,
      url: string,
    ): Promise<{ isActive: true } | { isActive: false; why: string } | null> {
      const connection = await deps.connections.open(tenant, connectionId);
      const check = connection.connector.triggers.webhook?.check;
      if (!check) return null;
      const found = await asking(tenant, connection, (context) => check(context, url));
      return found.isActive ? found : { isActive: false, why: connection.redact(found.why) };
    },

    /** The gauge; null for a connector that is not part of this version. */
    async pace(tenant: TenantContext, connection: { id: string; connector: string }): Promise<ConnectionPace | null> {
      const connector = Object.hasOwn(deps.connectors, connection.connector)
        ? deps.connectors[connection.connector]
        : undefined;
      return connector ? readPace(deps.database, { orgId: tenant.orgId, id: connection.id }, connector.limits) : null;
    },

    listClients: (tenant: TenantContext, connectionId: string) => listing<Client>(tenant, connectionId, 'client.list'),
    listMembers: (tenant: TenantContext, connectionId: string) => listing<Member>(tenant, connectionId, 'member.list'),
    listDevices: (tenant: TenantContext, connectionId: string) => listing<Device>(tenant, connectionId, 'device.list'),

    listContacts: (tenant: TenantContext, connectionId: string) =>
      listing<Contact>(tenant, connectionId, 'contact.list'),
    /** `client`: the vendor's id of the client whose directory it is */
    listUsers: (tenant: TenantContext, connectionId: string, client: string) =>
      listing<DirectoryUser>(tenant, connectionId, 'user.search', { client }),

    /** Before anything is saved: does it work, and what would it bring? */
    async probeDraft(
      tenant: TenantContext,
      draft: { name: string; connector: string; settings: unknown; secrets: unknown; isSandbox: boolean },
    ) {
      const connector = connectorOf(draft.connector);
      const connection = deps.connections.openDraft(tenant, { ...draft, connector });
      const look = async () => {
        const { summary, warnings } = await asking(tenant, connection, (context) => connector.test(context));
        const signal = AbortSignal.timeout(patienceMs);
        const sample = await sampleConnection(connection, connection.context({ mayMutate: false, signal }));
        return { summary, warnings, sample };
      };
      // a second look uses what the first one obtained: a refresh token may be good for one use only
      return { ...(await look()), again: look, keepTokens: connection.keepTokens };
    },

    polls: (id: string): { name: string; everySeconds: number }[] =>
      connectorOf(id).triggers.polls.map(({ name, everySeconds }) => ({ name, everySeconds })),

    async poll(
      tenant: TenantContext,
      connectionId: string,
      name: string,
      cursor: unknown,
    ): Promise<{ hints: EntityHint[]; cursor: unknown; more: boolean }> {
      const connection = await deps.connections.open(tenant, connectionId);
      const poll = connection.connector.triggers.polls.find((one) => one.name === name);
      if (!poll) throw notFound('poll');
      return asking(tenant, connection, (context) => poll.poll(context, cursor));
    },

    /** Settings and keys of every simulated vendor that runs on this machine, by connector. */
    async sandboxLogins(controlUrl: string): Promise<unknown> {
      const answer = await deps.network.send(
        { method: 'GET', url: `${controlUrl.replace(/\/$/, '')}/connections`, mutates: false },
        {
          isSandbox: true,
          timeoutMs: 5_000,
          maxResponseBytes: 500_000,
          signal: AbortSignal.timeout(5_000),
          beforeAttempt: async () => undefined,
        },
      );
      return answer.status < 300 ? answer.json : {};
    },

    /** Asks the control door of a sandbox on this machine ("http://127.0.0.1:4100/__sandbox") for news. */
    async tellSandbox(controlUrl: string, news: { story: string } | { ticket: string }): Promise<unknown> {
      const answer = await deps.network.send(
        {
          method: 'POST',
          url: `${controlUrl.replace(/\/$/, '')}/${'story' in news ? 'alerts' : 'tickets'}`,
          json: 'story' in news ? news : { title: news.ticket, client: 'Acme Manufacturing' },
          mutates: true,
        },
        {
          isSandbox: true,
          timeoutMs: 10_000,
          maxResponseBytes: 100_000,
          signal: AbortSignal.timeout(10_000),
          beforeAttempt: async () => undefined,
        },
      );
      if (answer.status >= 300) {
        throw new AppError('VENDOR_FAILED', { message: `The sandbox refused to make news (${answer.status}).` });
      }
      return answer.json;
    },
  };
}

export type BusVendorGateway = ReturnType<typeof createVendorGateway>;

function describeConnector(connector: Connector) {
  const { id, name, vendor, systems, summary, verification, auth, triggers, capabilities, cannot, permissions } =
    connector;
  return {
    id,
    name,
    vendor,
    systems: [...systems],
    summary,
    verification,
    fields: auth.fields,
    hasWebhook: triggers.webhook !== undefined,
    canRegisterWebhook: triggers.webhook?.register !== undefined,
    pollsEverySeconds: triggers.polls.length > 0 ? Math.min(...triggers.polls.map((poll) => poll.everySeconds)) : null,
    capabilities: Object.keys(capabilities) as CapabilityName[],
    can: (Object.keys(capabilities) as CapabilityName[]).map((capability) => {
      const { title, effect } = capabilityContracts[capability];
      return { capability, title, effect };
    }),
    cannot: (Object.entries(cannot) as [CapabilityName, string][]).map(([capability, why]) => ({
      capability,
      title: capabilityContracts[capability].title,
      why,
    })),
    permissions: permissions.map((permission) => ({ ...permission, neededFor: [...permission.neededFor] })),
  };
}

function looksLikeAddress(name: string, value: unknown): boolean {
  if (/url|host|site|server|domain|region|instance|address|endpoint|base|tenant|account|zone/i.test(name)) return true;
  return (
    typeof value === 'string' && (/^[a-z]+:\/\//i.test(value) || /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(\/|$)/i.test(value))
  );
}

function toAppError(error: unknown, connection: OpenConnection): unknown {
  if (!(error instanceof ConnectorError)) {
    if (error instanceof Error && error.name === 'ConnectorBroke') {
      return new AppError('VENDOR_FAILED', { message: connection.redact(error.message), cause: error });
    }
    return error;
  }
  const isOurInput = ['unauthenticated', 'forbidden', 'wrong-host', 'invalid-input', 'unsupported'].includes(
    error.kind,
  );
  const details = { kind: error.kind, retryAfterMs: error.retryAfterMs ?? null };
  const message = connection.redact(error.message);
  if (error.kind === 'not-found') return new AppError('NOT_FOUND', { message, details });
  // the console shows these sentences: they name host, key or role; a 5xx text would be withheld
  return new AppError(isOurInput ? 'INVALID_INPUT' : 'VENDOR_FAILED', { message, details, cause: redacted(error) });
}

const redacted = (error: ConnectorError): Error => new Error(`${error.kind} (${error.status ?? 'no answer'})`);
