// Serves one vendor dialect over real HTTP: routing, authentication, faults, a log of every exchange.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type FaultInput, Faults, strangePage, throttlePage } from './faults.ts';
import { readRequest } from './read-request.ts';
import type { AnyHttpSandboxDialect, SandboxAnswer, SandboxContext, SandboxRequest } from './sandbox-dialect.ts';
import { WebhookDeliveries } from './webhook-delivery.ts';
import type { SandboxWorld } from './world.ts';
import type { Json } from './world-types.ts';

/** One request and what was answered; for the spec check and for "never two sends". */
export interface Exchange {
  atMs: number;
  connector: string;
  /** over LDAP: BIND, SEARCH, MODIFY; then the path is a name, and the status a result code */
  method: string;
  path: string;
  query: [string, string][];
  requestHeaders: Readonly<Record<string, string>>;
  requestText: string;
  status: number;
  responseHeaders: Readonly<Record<string, string>>;
  responseText: string;
  /** the answer came from an injected fault, not from the dialect */
  isFault: boolean;
}

export interface VendorSandbox {
  connector: string;
  origin: string;
  port: number;
  world: SandboxWorld;
  exchanges: Exchange[];
  deliveries: WebhookDeliveries;
  connection(): { settings: Json; secrets: Json };
  addFault(fault: FaultInput): void;
  clearFaults(): void;
  /** the dialect's own records */
  dialectState(): Json;
  close(): Promise<void>;
}

const keptExchanges = 2_000;

/** @param options.port 0 = any free one */
export async function startVendorSandbox(
  dialect: AnyHttpSandboxDialect,
  world: SandboxWorld,
  options: { port?: number; host?: string } = {},
): Promise<VendorSandbox> {
  const faults = new Faults();
  const deliveries = new WebhookDeliveries();
  const exchanges: Exchange[] = [];
  const server = createServer({ maxHeaderSize: 32_768 });
  const context = (): SandboxContext<Json> => ({
    world,
    state: world.dialectState(dialect.connector, dialect.initialState),
    deliver: (webhook) => deliveries.deliver(webhook),
    origin: originOf(server),
  });
  world.onEvent((event) => dialect.onEvent?.(event, context()));

  server.on('request', async (message, response) => {
    try {
      const request = await readRequest(message);
      world.tick();
      const fault = faults.take(request, dialect.changes?.(request) ?? request.method !== 'GET', Date.now());
      if (fault && fault.delayMs > 0) await delay(fault.delayMs);
      if (fault?.kind === 'drop' && fault.when === 'before') return void message.socket.destroy();
      const acts = !fault || fault.kind === 'slow' || fault.kind === 'half' || fault.when === 'after';
      const real = acts ? await answer(dialect, request, context()) : undefined;
      if (fault?.kind === 'drop') return void message.socket.destroy();
      if (fault?.kind === 'half' && real) return writeHalf(response, real);
      const isFault = fault !== undefined && fault.kind !== 'slow';
      const given = isFault ? faultAnswer(dialect, fault) : real;
      if (!given) throw new Error('No answer was made.');
      exchanges.push(record(dialect.connector, request, given, isFault));
      if (exchanges.length > keptExchanges) exchanges.shift();
      response.setHeader('date', new Date(world.nowMs()).toUTCString());
      write(response, given);
    } catch (error) {
      // a bug of the sandbox must look like one, not like a vendor
      console.error(`sandbox ${dialect.connector}:`, error);
      write(response, { status: 599, json: { sandboxBug: String(error) } });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  return {
    connector: dialect.connector,
    origin: originOf(server),
    port: (server.address() as AddressInfo).port,
    world,
    exchanges,
    deliveries,
    connection: () => dialect.connection(originOf(server), context().state),
    addFault: (fault) => faults.add(fault, Date.now()),
    clearFaults: () => faults.clear(),
    dialectState: () => context().state,
    close: () => {
      deliveries.close();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(
  dialect: AnyHttpSandboxDialect,
  request: SandboxRequest,
  context: SandboxContext<Json>,
): Promise<SandboxAnswer> {
  for (const route of dialect.routes) {
    if (route.method !== request.method) continue;
    const params = matchPath(route.path, request.path);
    if (!params) continue;
    const withParams = { ...request, params };
    const refusal = route.isOpen ? null : dialect.authorise(withParams, context);
    return refusal ?? (await route.handle(withParams, context));
  }
  return dialect.authorise(request, context) ?? dialect.notFound(request);
}

export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const expected = pattern.split('/');
  const given = path.split('/');
  if (expected.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) {
      if (value === '') return null;
      params[part.slice(1)] = value;
    } else if (part !== value) return null;
  }
  return params;
}

function faultAnswer(
  dialect: AnyHttpSandboxDialect,
  fault: { kind: string; status: number; retryAfterSeconds: number | null },
) {
  if (fault.kind === 'page') return strangePage;
  const given =
    fault.kind === 'html' ? throttlePage(fault.status) : dialect.failure(fault.status, fault.retryAfterSeconds);
  if (fault.retryAfterSeconds === null) return given;
  return { ...given, headers: { 'retry-after': String(fault.retryAfterSeconds), ...given.headers } };
}

function write(response: ServerResponse, given: SandboxAnswer): void {
  const body = bodyOf(given);
  const type = given.json === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(given.status, { ...type, 'content-length': Buffer.byteLength(body), ...given.headers });
  response.end(body);
}

/** The head promises the whole body; the line ends in the middle of it. */
function writeHalf(response: ServerResponse, given: SandboxAnswer): void {
  const body = Buffer.from(bodyOf(given).padEnd(2));
  response.writeHead(given.status, { 'content-type': 'application/json', 'content-length': body.length });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

const bodyOf = (given: SandboxAnswer) => (given.json === undefined ? (given.text ?? '') : JSON.stringify(given.json));

const secretHeaders = new Set(['authorization', 'cookie', 'x-api-key', 'clientid', 'ctrlauthheader']);

function record(connector: string, request: SandboxRequest, given: SandboxAnswer, isFault: boolean): Exchange {
  return {
    atMs: Date.now(),
    connector,
    method: request.method,
    path: request.path,
    query: [...request.query],
    requestHeaders: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, secretHeaders.has(name) ? '[redacted]' : value]),
    ),
    requestText: request.text(),
    status: given.status,
    responseHeaders: given.headers ?? {},
    responseText: bodyOf(given),
    isFault,
  };
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
