// How a vendor's API is described to the sandbox server: routes over the world, how it authenticates, how it fails,
// whom it calls back. `connectors/<vendor>/<product>/sandbox/` exports one, `export const x = defineSandbox(...)`.
import type { AnyLdapSandboxDialect } from './ldap-dialect.ts';
import type { VendorWebhook } from './webhook-delivery.ts';
import type { SandboxWorld } from './world.ts';
import type { Json, WorldEvent } from './world-types.ts';

export interface SandboxRequest {
  method: string;
  /** decoded, without the query */
  path: string;
  /** from the route's `:names`, decoded */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** as sent, for vendors that care how it is encoded */
  rawQuery: string;
  /** lower-cased names */
  headers: Readonly<Record<string, string>>;
  /** scheme and host the caller used, e.g. http://127.0.0.1:4101 */
  origin: string;
  bytes: Uint8Array;
  text(): string;
  /** undefined when the body is not JSON */
  json(): unknown;
  form(): URLSearchParams;
  /** fields of a multipart body with their content types; undefined when it is none */
  multipart(): Promise<{ name: string; contentType: string; content: string; filename: string | null }[] | undefined>;
}

export interface SandboxAnswer {
  status: number;
  headers?: Record<string, string>;
  /** at most one of these; none = empty body */
  json?: unknown;
  text?: string;
}

export interface SandboxContext<State extends Json> {
  world: SandboxWorld;
  /** the dialect's own records; kept with the world, mutate in place or assign */
  state: State;
  /** queue a webhook; delivered in order per URL, with the vendor's retry rules, and logged */
  deliver(webhook: VendorWebhook): void;
  origin: string;
}

export interface SandboxRoute<State extends Json> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/v2/device/:id/alerts` */
  path: string;
  /** answers without credentials (token endpoint, discovery) */
  isOpen?: boolean;
  handle(request: SandboxRequest, context: SandboxContext<State>): SandboxAnswer | Promise<SandboxAnswer>;
}

export interface SandboxDialect<State extends Json = Json> {
  /** the connector's id, "ninjaone/rmm" */
  connector: string;
  initialState(seed: number): State;
  /** null = let in; otherwise the vendor's refusal. Not asked for open routes. */
  authorise(request: SandboxRequest, context: SandboxContext<State>): SandboxAnswer | null;
  routes: SandboxRoute<State>[];
  notFound(request: SandboxRequest): SandboxAnswer;
  /** does this request change anything? Absent = everything but GET does; GraphQL and searches by POST know better */
  changes?(request: SandboxRequest): boolean;
  /** the vendor's way to say 429, 500 or 503 */
  failure(status: number, retryAfterSeconds: number | null): SandboxAnswer;
  /** news of the world that this vendor would push */
  onEvent?(event: WorldEvent, context: SandboxContext<State>): void;
  /** what the connect wizard would be filled with to reach this sandbox; may hand out fresh credentials */
  connection(origin: string, state: State): { settings: Json; secrets: Json };
}

export const defineSandbox = <State extends Json>(dialect: SandboxDialect<State>): SandboxDialect<State> => dialect;

// biome-ignore lint/suspicious/noExplicitAny: a server holds dialects of different states
export type AnyHttpSandboxDialect = SandboxDialect<any>;
export type AnySandboxDialect = AnyHttpSandboxDialect | AnyLdapSandboxDialect;

export const isLdapDialect = (dialect: AnySandboxDialect): dialect is AnyLdapSandboxDialect =>
  'speaks' in dialect && dialect.speaks === 'ldap';
