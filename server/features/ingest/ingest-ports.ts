// What receiving needs from elsewhere. The bus implements these; the composition joins them. Vendors' words never
// cross: a connector is named, not known.
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ReadAlert, ReadTicket } from '../incidents/public.ts';

/** Which connection a webhook address belongs to. */
export interface ConnectionRoute {
  orgId: string;
  connectionId: string;
  /** connector id, e.g. "ninjaone/rmm" */
  connector: string;
}

export interface WebhookDelivery {
  /** lower-cased names */
  headers: Readonly<Record<string, string>>;
  /** the raw bytes, as signed */
  body: Uint8Array;
}

/** What a hook or a poll says happened; re-read from the vendor before anything acts on it. */
export interface EntityHint {
  entity: 'alert' | 'ticket' | 'device';
  id: string;
  change: 'created' | 'updated' | 'deleted' | 'cleared';
  deviceId: string | null;
  at: string | null;
}

export interface WebhookVerifier {
  /** the connector's own cap; null = it takes no webhooks at all (the address then does not exist) */
  maxBodyBytes(connector: string): number | null;
  /** Is this from the vendor? Never throws for bad input; throws when it cannot know (its own database is down). */
  verify(route: ConnectionRoute, delivery: WebhookDelivery): Promise<{ ok: true } | { ok: false; reason: string }>;
  /** the vendor's own id of this delivery; null = the hash of the body stands in */
  dedupeKey(connector: string, body: unknown): string | null;
  /** for a vendor whose bodies are not always JSON: its text as a value, throws when it is none; null = plain JSON */
  decoderOf(connector: string): ((text: string) => unknown) | null;
  /** what a vendor that asks the address a question before it uses it is told; null = this is no such question */
  handshake(connector: string, query: Readonly<Record<string, string>>): string | null;
  /** @throws when the body is not this vendor's shape */
  parse(connector: string, body: unknown): EntityHint[];
}

export type ReadOutcome<T> =
  | { kind: 'found'; entity: T }
  /** the vendor no longer has it */
  | { kind: 'gone' }
  /** the vendor, the network or the key; nothing is wrong with the event: it is kept and tried again */
  | { kind: 'unavailable'; retryAfterMs: number | null; message: string }
  /** the answer makes no sense; tried a few times, then a person looks at it */
  | { kind: 'refused'; message: string };

/** `alert.read` and `ticket.read` of one connection, through the rate governor and the circuit breaker. */
export interface EntityReader {
  readAlert(tenant: TenantContext, connectionId: string, externalId: string): Promise<ReadOutcome<ReadAlert>>;
  readTicket(tenant: TenantContext, connectionId: string, externalId: string): Promise<ReadOutcome<ReadTicket>>;
}

/** Where receiving says what went wrong; messages carry no secret and no body. */
export interface IngestLog {
  warn(message: string, facts: Record<string, unknown>): void;
}
