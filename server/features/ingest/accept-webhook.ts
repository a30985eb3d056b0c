// One webhook in, one answer out; knows no framework. The order is the security: address, size, signature over the
// raw bytes, only then parsing; the 202 comes after the commit. A refusal leaves nothing behind.
import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import type { ConnectionRoutes } from './connection-routes.ts';
import type { IngestLog, WebhookVerifier } from './ingest-ports.ts';
import { parseWebhookJson } from './parse-webhook-json.ts';
import type { WebhookBatcher } from './webhook-batcher.ts';

export interface WebhookRequest {
  method: string;
  connectionId: string;
  secret: string;
  /** lower-cased names */
  headers: Readonly<Record<string, string>>;
  /** reads the raw body, never more than `maxBytes`; called at most once */
  readBody(maxBytes: number): Promise<Uint8Array | 'too-large' | 'incomplete'>;
}

export interface WebhookAnswer {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

export interface AcceptWebhookDeps {
  routes: Pick<ConnectionRoutes, 'find'>;
  verifier: WebhookVerifier;
  batcher: Pick<WebhookBatcher, 'store'>;
  /** the installation's cap; a connector's own may be lower */
  maxBodyBytes: number;
  /** how long each of finding, verifying and storing may take before the vendor is told to come again */
  deadlineMs: number;
  log: IngestLog;
}

const answer = (
  status: number,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
): WebhookAnswer => ({
  status,
  headers,
  body,
});
const refuse = (status: number, error: string, headers?: Record<string, string>) => answer(status, { error }, headers);
/** Unknown, wrong, disabled and "takes no webhooks" are one answer. */
const unknownAddress = () => refuse(404, 'unknown-address');
const comeAgain = () => refuse(503, 'try-again', { 'retry-after': '5' });
const noHash = new Uint8Array(32);

export async function acceptWebhook(request: WebhookRequest, deps: AcceptWebhookDeps): Promise<WebhookAnswer> {
  if (request.method !== 'POST') return refuse(405, 'post-only', { allow: 'POST' });
  if (!isJson(request.headers['content-type'])) return refuse(415, 'application-json-only');
  const encoding = request.headers['content-encoding'];
  if (encoding && encoding.toLowerCase() !== 'identity') return refuse(415, 'no-content-encoding');
  if (!isId(request.connectionId) || request.secret.length > 200) return unknownAddress();
  try {
    return await acceptAtAddress(request, deps);
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return unknownAddress();
    // whatever it is, it was not stored for sure: the vendor keeps it and comes again
    deps.log.warn('webhook not stored', { connectionId: request.connectionId, error: String(error) });
    return comeAgain();
  }
}

async function acceptAtAddress(request: WebhookRequest, deps: AcceptWebhookDeps): Promise<WebhookAnswer> {
  const found = await within(deps.deadlineMs, deps.routes.find(request.connectionId));
  const given = createHash('sha256').update(request.secret).digest();
  const isRight = timingSafeEqual(given, found?.ingestSecretHash ?? noHash);
  if (!found || !isRight || found.status === 'disabled') return unknownAddress();
  const { route } = found;
  const connectorCap = deps.verifier.maxBodyBytes(route.connector);
  if (connectorCap === null) return unknownAddress();

  const body = await request.readBody(Math.min(deps.maxBodyBytes, connectorCap));
  if (body === 'too-large') return refuse(413, 'too-large');
  if (body === 'incomplete') return refuse(408, 'incomplete');
  const delivery = { headers: request.headers, body };
  const verdict = await within(deps.deadlineMs, deps.verifier.verify(route, delivery));
  if (!verdict.ok) return refuse(401, 'not-authentic');

  const parsed = parseWebhookJson(body);
  if (!parsed.ok) return refuse(400, parsed.error);
  const dedupeKey = dedupeKeyOf(deps.verifier, route.connector, parsed.value, body);
  const storing = deps.batcher.store({ route, dedupeKey, headers: keptHeaders(request.headers), body });
  const stored = await within(deps.deadlineMs, storing);
  return answer(202, { accepted: true, duplicate: stored === 'duplicate' });
}

/** `application/json`, with no parameter but the one charset JSON has. */
function isJson(contentType: string | undefined): boolean {
  return /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(contentType?.trim() ?? '');
}

/** A vendor's id may be anything; what is not short and printable is hashed. The prefix keeps the two kinds apart. */
function dedupeKeyOf(verifier: WebhookVerifier, connector: string, value: unknown, body: Uint8Array): string {
  const hash = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
  const own = vendorKey(verifier, connector, value);
  if (own === null) return `body:${hash(body)}`;
  return /^[\x21-\x7e]{1,200}$/.test(own) ? `id:${own}` : `id-sha256:${hash(own)}`;
}

function vendorKey(verifier: WebhookVerifier, connector: string, value: unknown): string | null {
  try {
    return verifier.dedupeKey(connector, value) || null;
  } catch {
    // authentic but not the shape the vendor documents: it is kept by its hash, and drained into sight
    return null;
  }
}

/** Never a signature, a cookie or an authorization: only what helps a person to understand a dead letter. */
const kept = ['content-type', 'user-agent', 'webhook-id', 'webhook-timestamp', 'x-request-id'];
function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = kept.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name].slice(0, 500)]]));
  return Object.fromEntries(pairs);
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
