// A ConnectorContext for tests: real HTTP to a sandbox, tokens in memory with the promises the bus makes, and a
// record of what was sent.
import {
  type ConnectionMapping,
  type Connector,
  type ConnectorContext,
  emptyMapping,
  type ScriptCallbacks,
} from '../connector.ts';
import { createDirectSender } from '../http/direct-sender.ts';
import type { VendorRequest } from '../http-port.ts';
import type { LdapChange, LdapSearch, OpenLdap } from '../ldap-port.ts';
import { createDirectLdap } from './direct-ldap.ts';

export interface TestConnection {
  settings: unknown;
  secrets: unknown;
}

export interface TestContext<Settings = unknown, Secrets = unknown> extends ConnectorContext<Settings, Secrets> {
  /** every request of this context, in order */
  sent: SentRequest[];
  mutations(): SentRequest[];
}

/** Over LDAP: the bind, each search and each change; the address ends with the name of the entry. */
export type SentRequest = Omit<VendorRequest, 'method'> & {
  method: VendorRequest['method'] | 'BIND' | 'SEARCH' | 'MODIFY';
};

/** Parses settings and secrets as the bus does. @param options.tokens share it to play two processes of one connection */
export function testContext<Settings, Secrets>(
  connector: Connector<Settings, Secrets>,
  connection: TestConnection,
  options: {
    timeoutMs?: number;
    now?: () => Date;
    tokens?: TestTokens;
    mapping?: ConnectionMapping;
    /** `startScriptCallbacks()`, for vendors whose scripts report back */
    scriptCallbacks?: ScriptCallbacks;
    openLdap?: OpenLdap;
  } = {},
): TestContext<Settings, Secrets> {
  const sent: SentRequest[] = [];
  const timeoutMs = options.timeoutMs ?? connector.limits.timeoutMs;
  const send = createDirectSender({
    timeoutMs,
    maxResponseBytes: connector.limits.maxResponseBytes,
  });
  const tokens = options.tokens ?? new TestTokens();
  return {
    settings: connector.auth.settings.parse(connection.settings),
    secrets: connector.auth.secrets.parse(connection.secrets),
    send: (request) => {
      sent.push(request);
      return send(request);
    },
    token: (name, obtain) => tokens.token(name, obtain),
    dropToken: (name) => tokens.drop(name),
    mapping: options.mapping ?? emptyMapping,
    scriptCallbacks: options.scriptCallbacks ?? null,
    openLdap: recordLdap(
      options.openLdap ?? createDirectLdap({ timeoutMs, maxBytes: connector.limits.maxResponseBytes }),
      sent,
    ),
    now: options.now ?? (() => new Date()),
    signal: new AbortController().signal,
    sent,
    mutations: () => sent.filter((request) => request.mutates),
  };
}

const recordLdap =
  (open: OpenLdap, sent: SentRequest[]): OpenLdap =>
  (target, work) => {
    sent.push({ method: 'BIND', url: target.url, mutates: false });
    return open(target, (session) =>
      work({
        search: (search: LdapSearch) => {
          sent.push({ method: 'SEARCH', url: `${target.url}/${search.base}`, json: search, mutates: false });
          return session.search(search);
        },
        modify: (dn: string, changes: LdapChange[]) => {
          sent.push({ method: 'MODIFY', url: `${target.url}/${dn}`, json: changes, mutates: true });
          return session.modify(dn, changes);
        },
      }),
    );
  };

/** One obtain at a time per name; the last value is handed to the next obtain, dropped or not. */
export class TestTokens {
  private readonly stored = new Map<string, { value: string; untilMs: number }>();
  private readonly underWay = new Map<string, Promise<string>>();

  async token(name: string, obtain: Parameters<ConnectorContext['token']>[1]): Promise<string> {
    const known = this.stored.get(name);
    if (known && known.untilMs > Date.now()) return known.value;
    const running = this.underWay.get(name);
    if (running) return running;
    const started = obtain(known?.value ?? null)
      .then(({ value, expiresInSeconds }) => {
        this.stored.set(name, { value, untilMs: Date.now() + expiresInSeconds * 1_000 });
        return value;
      })
      .finally(() => this.underWay.delete(name));
    this.underWay.set(name, started);
    return started;
  }

  async drop(name: string): Promise<void> {
    const known = this.stored.get(name);
    if (known) known.untilMs = 0;
  }
}
