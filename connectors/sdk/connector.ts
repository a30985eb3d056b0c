// The port: what a connector is. One folder per vendor product exports one of these.
import type { z } from 'zod';
import type {
  CapabilityInput,
  CapabilityName,
  CapabilityOutput,
  DirectCapabilityName,
  JobCapabilityName,
} from './capability-contracts.ts';
import type { SendToVendor } from './http-port.ts';
import type { OpenLdap } from './ldap-port.ts';
import type { Priority, ScriptResult, SystemKind, TicketStage } from './nouns.ts';
import type { Triggers } from './trigger.ts';

/** A form field of the connect wizard; the JSON value lands in `settings` or `secrets`. */
export interface AuthField {
  name: string;
  label: string;
  /** where in the vendor's product this value is found */
  help: string;
  secret: boolean;
  placeholder?: string;
  /** ours, not the vendor's: the wizard fills in a random value of 32 bytes when the person leaves it empty */
  isGenerated?: boolean;
  options?: { value: string; label: string }[];
}

export interface ConnectorAuth<Settings, Secrets> {
  fields: AuthField[];
  settings: z.ZodType<Settings>;
  secrets: z.ZodType<Secrets>;
}

/** What the bus lends to a capability for one call. */
export interface ConnectorContext<Settings = unknown, Secrets = unknown> {
  settings: Settings;
  secrets: Secrets;
  send: SendToVendor;
  /**
   * Tokens shared by all processes, encrypted at rest; `obtain` runs at most once at a time per connection and name.
   * It is given the last stored value, also when that has expired or was dropped: a rotating refresh token lives in
   * the value, and the new one replaces the old one in one write.
   */
  token(
    name: string,
    obtain: (previous?: string | null) => Promise<{ value: string; expiresInSeconds: number }>,
  ): Promise<string>;
  /** a token the vendor refused is not given out again; the next call obtains a new one */
  dropToken(name: string): Promise<void>;
  /** what a person said our words are called here; empty until somebody did */
  mapping: ConnectionMapping;
  /** the road back for scripts of vendors that keep no output; null when MSPclaw has no address they could reach */
  scriptCallbacks: ScriptCallbacks | null;
  /** for directories only: LDAP instead of HTTP, under the same guards */
  openLdap: OpenLdap;
  now(): Date;
  signal: AbortSignal;
}

/** Our words -> ids of the vendor, chosen for this connection. `board: null` = on every board. */
export interface ConnectionMapping {
  statuses: { stage: TicketStage; board: string | null; status: string }[];
  priorities: { priority: Priority; id: string }[];
  categories: { category: string; board: string | null; id: string }[];
}
export const emptyMapping: ConnectionMapping = { statuses: [], priorities: [], categories: [] };

/**
 * A script posts `{"exitCode": 0, "output": "..."}` to the address once; the address holds a one-time token and expires.
 * It travels as the script variable `CallbackUrl`, beside `RunTag`.
 */
export interface ScriptCallbacks {
  /** the same tag gives the same address; made before the script is started */
  open(tag: string): Promise<{ url: string }>;
  /** null = nothing came yet */
  read(tag: string): Promise<ScriptResult | null>;
}

/** Carried by every mutation so that it can be found again: "mspclaw:<run>:<path>:<attempt>" (at most 100 characters). */
export interface MutationTag {
  tag: string;
}

export interface ReconcileQuery {
  tag: string;
  /** when the intent was written; nothing older can be ours */
  notBefore: Date;
}

export interface DirectCapability<I, O, Context> {
  run(context: Context, input: I, mutation: MutationTag): Promise<O>;
  /** look for an earlier attempt with this tag; only for mutations that can be found again */
  reconcile?(context: Context, input: I, query: ReconcileQuery): Promise<{ found: true; output: O } | { found: false }>;
}

/** JSON; private to the connector. Enough to find the job again from another process. */
export type JobRef = Record<string, string | number | boolean | null>;

export type JobProgress<O> = { state: 'pending'; pollAfterMs: number } | { state: 'done'; output: O };

export interface JobCapability<I, O, Context> {
  start(context: Context, input: I, mutation: MutationTag): Promise<JobRef>;
  poll(context: Context, job: JobRef): Promise<JobProgress<O>>;
  reconcile(
    context: Context,
    input: I,
    query: ReconcileQuery,
  ): Promise<{ found: true; job: JobRef } | { found: false }>;
}

export type CapabilityTable<Context> = {
  [N in DirectCapabilityName]?: DirectCapability<CapabilityInput<N>, CapabilityOutput<N>, Context>;
} & {
  [N in JobCapabilityName]?: JobCapability<CapabilityInput<N>, CapabilityOutput<N>, Context>;
};

export interface ConnectorLimits {
  /** sustained requests per minute this connection may send */
  requestsPerMinute: number;
  burst: number;
  concurrency: number;
  /** requests under way at once per `VendorRequest.lane`, where the vendor counts them per kind of record */
  laneConcurrency?: number;
  /**
   * Who shares `requestsPerMinute`. `connection`: the vendor counts per key or per customer. `address`: per IP address,
   * so all connections of this product that leave from here share one allowance. `connection` unless told.
   */
  shared?: 'connection' | 'address';
  timeoutMs: number;
  maxResponseBytes: number;
  /** how long after sending a job may stay invisible at the vendor; part of the settle wait after a crash */
  visibilityLagMs: number;
}

/** One right the key needs at the vendor, in the vendor's own words. */
export interface Permission {
  name: string;
  /** where it is ticked */
  where?: string;
  /** capabilities that do not work without it; `connection` = nothing does */
  neededFor: readonly (CapabilityName | 'connection' | 'webhook')[];
}

export type Verification = { level: 'simulated' | 'vendor sandbox' | 'live'; on: string; note?: string };

export interface ConnectionTest {
  ok: true;
  /** a sentence with live figures: "12 boards, 38 clients" */
  summary: string;
  /** permissions that are missing, in the vendor's own words; the connection works without them, less well */
  warnings: string[];
}

// biome-ignore lint/suspicious/noExplicitAny: the registry holds connectors of different settings
export interface Connector<Settings = any, Secrets = any> {
  /** "<vendor>/<product>", also its folder */
  id: string;
  name: string;
  vendor: string;
  /** what it is for, the main thing first */
  systems: readonly [SystemKind, ...SystemKind[]];
  /** one line for the catalogue */
  summary: string;
  verification: Verification;
  auth: ConnectorAuth<Settings, Secrets>;
  limits: ConnectorLimits;
  capabilities: CapabilityTable<ConnectorContext<Settings, Secrets>>;
  /** what products of its kind do and this one cannot, with the reason; claimed or listed here, nothing is left open */
  cannot: { [N in CapabilityName]?: string };
  /** least privilege: what to grant, and for what */
  permissions: readonly Permission[];
  triggers: Triggers<Settings, Secrets>;
  /**
   * The vendor never says that an alert is over: it is active until somebody dismisses it, so what it tells of has to be
   * looked at, or it ages. Absent = the vendor says it.
   */
  tellsRecovery?: false;
  /** @throws ConnectorError that says which of host, key or role is wrong */
  test(context: ConnectorContext<Settings, Secrets>): Promise<ConnectionTest>;
  /** a link a person can open, or null */
  ticketUrl?(settings: Settings, ticketId: string): string | null;
}

export const defineConnector = <Settings, Secrets>(
  connector: Connector<Settings, Secrets>,
): Connector<Settings, Secrets> => connector;
