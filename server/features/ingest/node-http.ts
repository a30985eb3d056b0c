// The fast path: a node:http listener for /api/ingest/..., put in front of the web framework in the same process.
// Reads the raw headers itself, because a header sent twice is a trick and node would hide it.
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type AcceptWebhookDeps, acceptWebhook, type WebhookAnswer } from './accept-webhook.ts';

/** For `http.createServer`: slow and greedy senders are cut off (CVE-2018-12122 and its kin). */
export const serverLimits = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  /** node looks for late requests this often; its default of 30 s would make the limits above meaningless */
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
} as const;

/** A vendor sends from a few addresses over a few connections each. Loopback is exempt: there a proxy stands. */
export const maxConnectionsPerAddress = 256;
export const bodyTimeoutMs = 10_000;

const address = /^\/api\/ingest\/([^/?#]+)\/([^/?#]+)\/?(?:\?.*)?$/;

export interface NodeHttpOptions {
  accept: AcceptWebhookDeps;
  /** everything that is not a webhook */
  next: RequestListener;
  bodyTimeoutMs?: number;
}

export function makeIngestListener(options: NodeHttpOptions): RequestListener {
  const timeoutMs = options.bodyTimeoutMs ?? bodyTimeoutMs;
  return (request, response) => {
    const url = request.url ?? '';
    if (!url.startsWith('/api/ingest/')) return options.next(request, response);
    const [, connectionId, secret] = address.exec(url) ?? [];
    const headers = singleHeaders(request.rawHeaders);
    if (!connectionId || !secret) return send(request, response, refusal(404, 'unknown-address'));
    if (!headers) return send(request, response, refusal(400, 'header-sent-twice'));
    acceptWebhook(
      {
        method: request.method ?? '',
        connectionId,
        secret,
        query: queryOf(url),
        headers,
        readBody: (maxBytes) => readBody(request, maxBytes, timeoutMs),
      },
      options.accept,
    ).then(
      (answer) => send(request, response, answer),
      (error: unknown) => {
        options.accept.log.warn('webhook handler failed', { error: String(error) });
        send(request, response, { status: 503, headers: { 'retry-after': '5' }, body: { error: 'try-again' } });
      },
    );
  };
}

/** The first value of each name; a handful, as no vendor sends more. */
export function queryOf(url: string): Record<string, string> {
  const query: Record<string, string> = Object.create(null);
  const start = url.indexOf('?');
  if (start < 0) return query;
  for (const [name, value] of [...new URLSearchParams(url.slice(start + 1))].slice(0, 20)) query[name] ??= value;
  return query;
}

const refusal = (status: number, error: string): WebhookAnswer => ({ status, headers: {}, body: { error } });

/** Proxies add to these; a list is their meaning. */
const mayRepeat = new Set(['via', 'forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'accept']);

function singleHeaders(raw: string[]): Record<string, string> | null {
  const headers: Record<string, string> = Object.create(null);
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    if (headers[name] === undefined) headers[name] = value;
    else if (mayRepeat.has(name)) headers[name] += `, ${value}`;
    else return null;
  }
  return headers;
}

function send(request: IncomingMessage, response: ServerResponse, answer: WebhookAnswer): void {
  if (response.destroyed) return;
  const isText = typeof answer.body === 'string';
  const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  // what was not read is not read on: the connection ends with the answer
  const isUnread = !request.complete;
  response.writeHead(answer.status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    ...(isText ? { 'x-content-type-options': 'nosniff' } : {}),
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...answer.headers,
    ...(isUnread ? { connection: 'close' } : {}),
  });
  response.end(body, () => {
    if (isUnread) lingerThenClose(request);
  });
}

/** A sender that is still writing would see a reset instead of the answer: it gets a moment to read it. */
function lingerThenClose(request: IncomingMessage): void {
  request.resume();
  setTimeout(() => request.socket.destroy(), 500).unref();
}

function readBody(
  request: IncomingMessage,
  maxBytes: number,
  timeoutMs: number,
): Promise<Uint8Array | 'too-large' | 'incomplete'> {
  if (Number(request.headers['content-length']) > maxBytes) return Promise.resolve('too-large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (result: Uint8Array | 'too-large' | 'incomplete') => {
      clearTimeout(timer);
      request.removeAllListeners('data');
      if (typeof result === 'string') request.pause();
      resolve(result);
    };
    const timer = setTimeout(() => finish('incomplete'), timeoutMs);
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) finish('too-large');
      else chunks.push(chunk);
    });
    request.once('end', () => finish(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once('error', () => finish('incomplete'));
    request.once('close', () => finish('incomplete'));
  });
}

/** Counts open connections per remote address and closes what is over. */
export function capConnections(server: Server, perAddress = maxConnectionsPerAddress, exempt = isLoopback): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const from = socket.remoteAddress ?? '';
    if (exempt(from)) return;
    const count = (open.get(from) ?? 0) + 1;
    if (count > perAddress) {
      socket.destroy();
      return;
    }
    open.set(from, count);
    socket.once('close', () => {
      const left = (open.get(from) ?? 1) - 1;
      if (left > 0) open.set(from, left);
      else open.delete(from);
    });
  });
}

export const isLoopback = (address: string) => /^(::ffff:)?127\.|^::1$/.test(address);
