// One webhook in, one answer out; knows no framework. The order is the security: address, size, signature over the
// raw bytes, only then parsing; the 202 comes after the commit. A refusal leaves nothing behind.
import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import type { ConnectionRoutes } from './connection-routes.ts';
import type { ConnectionRoute, IngestLog, WebhookVerifier } from './ingest-ports.ts';
import { readWebhookBody } from './read-webhook-body.ts';
import type { WebhookBatcher } from './webhook-batcher.ts';

export interface WebhookRequest {
  method: string;
  connectionId: string;
  secret: string;
  /** of the address; the first value of each name */
  query: Readonly<Record<string, string>>;
  /** lower-cased names */
  headers: Readonly<Record<string, string>>;
  /** reads the raw body, never more than `maxBytes`; called at most once */
  readBody(maxBytes: number): Promise<Uint8Array | 'too-large' | 'incomplete'>;
}

export interface WebhookAnswer {
  status: number;
  headers: Record<string, string>;
  /** JSON, or a text that is shown as nothing but text */
  body: Record<string, unknown> | string;
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

const answer = (status: number, body: WebhookAnswer['body'], headers: Record<string, string> = {}): WebhookAnswer => ({
  status,
  headers,
  body,
});
const refuse = (status: number, error: string, headers?: Record<string, string>) => answer(status, { error }, headers);
/** Unknown, wrong, disabled and "takes no webhooks" are one answer. */
const unknownAddress = () => refuse(404, 'unknown-address');
const postOnly = () => refuse(405, 'post-only', { allow: 'POST' });
const comeAgain = () => refuse(503, 'try-again', { 'retry-after': '5' });
const noHash = new Uint8Array(32);
const maxEchoLength = 1_000;

export async function acceptWebhook(request: WebhookRequest, deps: AcceptWebhookDeps): Promise<WebhookAnswer> {
  const hasQuery = Object.keys(request.query).length > 0;
  if (request.method !== 'POST' && !(request.method === 'GET' && hasQuery)) return postOnly();
  const encoding = request.headers['content-encoding'];
  if (encoding && encoding.toLowerCase() !== 'identity') return refuse(415, 'no-content-encoding');
  try {
    const isKnown = isId(request.connectionId) && request.secret.length <= 200;
    const route = isKnown ? await findRoute(request, deps) : null;
    const echo = route && hasQuery ? handshakeAnswer(deps.verifier, route.connector, request.query) : null;
    if (echo) return echo;
    // the same for an address that exists and one that does not
    if (request.method === 'GET') return postOnly();
    const decode = route && deps.verifier.decoderOf(route.connector);
    if (!isJson(request.headers['content-type']) && !(decode && isText(request.headers['content-type']))) {
      return refuse(415, 'application-json-only');
    }
    return route ? await acceptAtAddress(request, route, deps) : unknownAddress();
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return unknownAddress();
    // whatever it is, it was not stored for sure: the vendor keeps it and comes again
    deps.log.warn('webhook not stored', { connectionId: request.connectionId, error: String(error) });
    return comeAgain();
  }
}

/** null for an address that is wrong, that has ended, or whose connection is switched off or takes no webhooks */
async function findRoute(request: WebhookRequest, deps: AcceptWebhookDeps): Promise<ConnectionRoute | null> {
  const found = await within(deps.deadlineMs, deps.routes.find(request.connectionId));
  const given = createHash('sha256').update(request.secret).digest();
  const isCurrent = timingSafeEqual(given, found?.ingestSecretHash ?? noHash);
  const isFormer =
    timingSafeEqual(given, found?.former?.hash ?? noHash) && Date.now() < (found?.former?.until.getTime() ?? 0);
  if (!found || !(isCurrent || isFormer) || found.status === 'disabled') return null;
  return deps.verifier.maxBodyBytes(found.route.connector) === null ? null : found.route;
}

/** A vendor's question is given back as text, and only what is short. */
function handshakeAnswer(verifier: WebhookVerifier, connector: string, query: WebhookRequest['query']) {
  const echo = verifier.handshake(connector, query);
  return echo === null || echo === '' || echo.length > maxEchoLength ? null : answer(200, echo);
}

async function acceptAtAddress(
  request: WebhookRequest,
  route: ConnectionRoute,
  deps: AcceptWebhookDeps,
): Promise<WebhookAnswer> {
  const connectorCap = deps.verifier.maxBodyBytes(route.connector) ?? 0;
  const body = await request.readBody(Math.min(deps.maxBodyBytes, connectorCap));
  if (body === 'too-large') return refuse(413, 'too-large');
  if (body === 'incomplete') return refuse(408, 'incomplete');
  const delivery = { headers: request.headers, body };
  const verdict = await within(deps.deadlineMs, deps.verifier.verify(route, delivery));
  if (!verdict.ok) return refuse(401, 'not-authentic');

  const parsed = readWebhookBody(deps.verifier.decoderOf(route.connector), body);
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

/** Whatever a template may call its text; never a form with files. */
const isText = (contentType: string | undefined): boolean =>
  contentType === undefined ||
  /^(text\/[\w.+-]+|application\/(json|x-www-form-urlencoded))\s*(;|$)/i.test(contentType.trim());

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
