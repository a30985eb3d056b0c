// How news arrives: a webhook that is verified and parsed, or a poll with a cursor. Either way the news is a
// hint ("alert 7 changed"): the pipeline re-reads the entity from the vendor before anything acts on it.
import type { ConnectorContext } from './connector.ts';

/** What a hook or a poll says happened. */
export interface EntityHint {
  entity: 'alert' | 'ticket' | 'device';
  id: string;
  change: 'created' | 'updated' | 'deleted' | 'cleared';
  /** the device the vendor named, if it did; re-read like everything else */
  deviceId: string | null;
  /** when the vendor says it happened (ISO 8601), or null */
  at: string | null;
}

export interface WebhookDelivery {
  /** lower-cased names */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

export type Verdict = { ok: true } | { ok: false; reason: string };

export interface WebhookTrigger<Settings, Secrets> {
  /**
   * What proves that a delivery is the vendor's. `signature`: over the body. `secret`: a value of ours that it sends
   * back. `address`: nothing but the unguessable address, because the vendor offers no more; then a hint is all it is.
   */
  proof: 'signature' | 'secret' | 'address';
  maxBodyBytes: number;
  /**
   * Is this delivery from the vendor? Runs before anything is stored; must be quick. May fetch and cache a
   * vendor key through `context.send`. Never throws for bad input.
   */
  verify(context: ConnectorContext<Settings, Secrets>, delivery: WebhookDelivery): Promise<Verdict>;
  /**
   * For vendors whose bodies may be something else than JSON (templates that paste text unescaped): the text as a value.
   * Absent = JSON. @throws ConnectorError `invalid-input`
   */
  decode?(text: string): unknown;
  /** A question that the vendor asks the address before it uses it; null = this is not one. Pure; echoes only the question. */
  handshake?(query: Readonly<Record<string, string>>): { contentType: 'text/plain'; body: string } | null;
  /** The vendor's own id of this delivery or event; null = use the hash of the body. Runs after verify, on parsed JSON. */
  dedupeKey(body: unknown): string | null;
  /** What it hints at; an empty list = nothing we care about. @throws ConnectorError `invalid-input` when it is not this vendor's shape */
  parse(body: unknown): EntityHint[];
  /** headers the vendor must be told to send (a shared secret), for the set-up page; value from the connection's secrets */
  setup(connection: { url: string; secrets: Secrets }): {
    steps: string[];
    url: string;
    headers: Record<string, string>;
  };
  /**
   * Tells the vendor where to call, where its API can. Safe to repeat; it is also the repair of a hook the vendor
   * has switched off. Absent = a person follows the steps of `setup`.
   */
  register?(context: ConnectorContext<Settings, Secrets>, url: string): Promise<WebhookRegistration<Secrets>>;
  /** Does the vendor still call this address? For vendors that switch a hook off and can be asked. */
  check?(
    context: ConnectorContext<Settings, Secrets>,
    url: string,
  ): Promise<{ isActive: true } | { isActive: false; why: string }>;
}

/** `secrets`: what the vendor made for the hook and shows only now (a signing key); stored with the connection's own. */
export interface WebhookRegistration<Secrets> {
  secrets?: Partial<Secrets>;
}

export interface PollTrigger<Settings, Secrets, Cursor = unknown> {
  name: string;
  everySeconds: number;
  /** First call gets null. The new cursor is stored only after the hints are. */
  poll(
    context: ConnectorContext<Settings, Secrets>,
    cursor: Cursor | null,
  ): Promise<{ hints: EntityHint[]; cursor: Cursor; more: boolean }>;
}

export interface Triggers<Settings, Secrets> {
  webhook?: WebhookTrigger<Settings, Secrets>;
  // biome-ignore lint/suspicious/noExplicitAny: each poll keeps its own cursor shape
  polls: PollTrigger<Settings, Secrets, any>[];
}
