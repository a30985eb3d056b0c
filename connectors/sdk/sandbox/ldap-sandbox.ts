// Serves one directory over real LDAP and TLS, with the faults and the log that vendors over HTTP have too.
import type { Fault, FaultInput } from './faults.ts';
import { Faults } from './faults.ts';
import type { AnyLdapSandboxDialect } from './ldap-dialect.ts';
import { type LdapOperation, type LdapResult, type LdapTrouble, startLdapServer } from './ldap-server.ts';
import { localCertificate } from './local-certificate.ts';
import type { Exchange, VendorSandbox } from './sandbox-server.ts';
import { WebhookDeliveries } from './webhook-delivery.ts';
import type { SandboxWorld } from './world.ts';

const keptExchanges = 2_000;

/** @param options.port 0 = any free one */
export async function startLdapSandbox(
  dialect: AnyLdapSandboxDialect,
  world: SandboxWorld,
  options: { port?: number; host?: string } = {},
): Promise<VendorSandbox> {
  const faults = new Faults();
  const exchanges: Exchange[] = [];
  const context = () => ({ world, state: world.dialectState(dialect.connector, dialect.initialState) });
  /** passwords are in no log: neither the one of a bind nor the one that is set */
  const record = (method: string, path: string, asked: unknown, result: LdapResult, isFault = false) => {
    exchanges.push({
      atMs: Date.now(),
      connector: dialect.connector,
      method,
      path,
      query: [],
      requestHeaders: {},
      requestText: JSON.stringify(asked),
      status: result.resultCode,
      responseHeaders: {},
      responseText: result.said ?? '',
      isFault,
    });
    if (exchanges.length > keptExchanges) exchanges.shift();
  };
  /** a bug of the sandbox must look like one, not like a directory */
  const answer = <R extends LdapResult>(act: () => R): R | LdapResult => {
    try {
      return act();
    } catch (error) {
      console.error(`sandbox ${dialect.connector}:`, error);
      return { resultCode: 80, said: `sandboxBug: ${String(error)}` };
    }
  };
  const server = await startLdapServer(
    {
      bind(name, password) {
        const result = answer(() => dialect.bind(name, password, context()));
        record('BIND', name, {}, result);
        return result;
      },
      search(search, who) {
        world.tick();
        const result = answer(() => dialect.search(search, who, context()));
        record('SEARCH', search.base, search, result);
        return result;
      },
      modify(dn, changes, who) {
        const result = answer(() => dialect.modify(dn, changes, who, context()));
        const asked = changes.map(({ operation, attribute, values }) => ({
          operation,
          attribute,
          values: /pwd$/i.test(attribute) ? '[redacted]' : values.map(String),
        }));
        record('MODIFY', dn, asked, result);
        return result;
      },
      trouble(operation) {
        const fault = faults.take({ method: operation.toUpperCase(), path: '' }, operation === 'modify', Date.now());
        if (!fault) return undefined;
        const trouble = troubleOf(fault, operation);
        if (trouble.result) record(operation.toUpperCase(), '', {}, trouble.result, true);
        return trouble;
      },
    },
    { ...options, tls: localCertificate },
  );
  // a directory calls nobody
  const deliveries = new WebhookDeliveries();
  return {
    connector: dialect.connector,
    origin: server.url,
    port: server.port,
    world,
    exchanges,
    deliveries,
    connection: () => dialect.connection(server.url, context().state),
    addFault: (fault: FaultInput) => faults.add(fault, Date.now()),
    clearFaults: () => faults.clear(),
    dialectState: () => context().state,
    close: () => {
      deliveries.close();
      return server.close();
    },
  };
}

/** The faults of a web service as a directory has them. */
function troubleOf({ kind, status, when, delayMs }: Fault, operation: LdapOperation): LdapTrouble {
  if (kind === 'html' || kind === 'page') return { kind: 'nonsense', when, delayMs };
  if (kind === 'status') return { kind: 'refuse', when, delayMs, result: resultOfStatus(status, operation) };
  return { kind, when, delayMs };
}

/** RFC 4511, appendix A: 49 invalidCredentials, 50 insufficientAccessRights, 51 busy, 52 unavailable. */
function resultOfStatus(status: number, operation: LdapOperation): LdapResult {
  const resultCode = { 401: 49, 403: 50, 429: 51 }[status] ?? 52;
  return { resultCode, said: `injected into the ${operation}` };
}
