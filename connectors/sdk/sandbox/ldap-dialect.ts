// How a directory is described to the sandbox: who may sign in, what is there, what a change does. The counterpart of a
// vendor's HTTP dialect. `connectors/<vendor>/<product>/sandbox/` exports one, `export const x = defineLdapSandbox(...)`.
import type { LdapServerSearch } from './decode-ldap-search.ts';
import type { LdapResult, LdapServerChange, LdapServerEntry } from './ldap-server.ts';
import type { SandboxWorld } from './world.ts';
import type { Json } from './world-types.ts';

export interface LdapSandboxContext<State extends Json> {
  world: SandboxWorld;
  /** the dialect's own records; kept with the world, mutate in place */
  state: State;
}

export interface LdapSandboxDialect<State extends Json = Json> {
  /** the connector's id, "microsoft/active-directory" */
  connector: string;
  speaks: 'ldap';
  initialState(seed: number): State;
  bind(name: string, password: string, context: LdapSandboxContext<State>): LdapResult;
  /** @param who the name of the last bind that succeeded; null = nobody */
  search(
    search: LdapServerSearch,
    who: string | null,
    context: LdapSandboxContext<State>,
  ): LdapResult & { entries?: LdapServerEntry[]; references?: string[]; cookie?: string };
  modify(dn: string, changes: LdapServerChange[], who: string | null, context: LdapSandboxContext<State>): LdapResult;
  /** what the connect wizard would be filled with; `url` is ldaps, with the certificate of `local-certificate.ts` */
  connection(url: string, state: State): { settings: Json; secrets: Json };
}

export const defineLdapSandbox = <State extends Json>(
  dialect: Omit<LdapSandboxDialect<State>, 'speaks'>,
): LdapSandboxDialect<State> => ({ ...dialect, speaks: 'ldap' });

// biome-ignore lint/suspicious/noExplicitAny: a server holds dialects of different states
export type AnyLdapSandboxDialect = LdapSandboxDialect<any>;
