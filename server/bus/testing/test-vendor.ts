// A small vendor over real HTTP, and its connector: every misdeed a test needs, counted where it matters.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { type Connector, type ConnectorContext, defineConnector } from '#connectors/sdk/connector.ts';
import { responseError } from '#connectors/sdk/http/response-error.ts';
import type { Ticket } from '#connectors/sdk/nouns.ts';

export interface Arrival {
  method: string;
  path: string;
  body: string;
  headers: IncomingMessage['headers'];
}

type Handler = (arrival: Arrival, response: ServerResponse, request: IncomingMessage) => void;

export interface TestVendor {
  origin: string;
  arrivals: Arrival[];
  /** arrivals of one path */
  count(method: string, path: string): number;
  /** answers instead of the usual until `restore` */
  misbehave(path: string, handler: Handler): void;
  restore(): void;
  close(): Promise<void>;
}

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

export async function startTestVendor(): Promise<TestVendor> {
  const arrivals: Arrival[] = [];
  const misdeeds = new Map<string, Handler>();
  let tokens = 0;
  const usual: Record<string, Handler> = {
    'POST /token': (_arrival, response) => json(response, { token: `token-number-of-the-session-${++tokens}` }),
    'GET /me': (_arrival, response) => json(response, { ok: true }),
    'GET /devices/d1': (_arrival, response) => json(response, { free: 212, said: 'all well' }),
    'POST /devices/d1/run': (_arrival, response) => json(response, { job: 7 }),
    'GET /jobs/7': (_arrival, response) => json(response, { exitCode: 0 }),
    'POST /tickets': (arrival, response) => json(response, { number: 4711, ...JSON.parse(arrival.body) }),
    'PATCH /tickets/4711': (_arrival, response) => json(response, { number: 4711, title: 'changed' }),
    'POST /tickets/4711/notes': (_arrival, response) => json(response, { id: 1 }),
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const path = request.url ?? '';
    const arrival = {
      method: request.method ?? '',
      path,
      body: Buffer.concat(chunks).toString(),
      headers: request.headers,
    };
    arrivals.push(arrival);
    const handler = misdeeds.get(path) ?? usual[`${arrival.method} ${path}`];
    if (handler) handler(arrival, response, request);
    else json(response, { message: 'no such thing' }, 404);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    count: (method, path) => arrivals.filter((one) => one.method === method && one.path === path).length,
    misbehave: (path, handler) => void misdeeds.set(path, handler),
    restore: () => misdeeds.clear(),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface Settings {
  baseUrl: string;
}
interface Secrets {
  key: string;
  hookSecret: string;
}
type Context = ConnectorContext<Settings, Secrets>;

async function ask(context: Context, method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<never> {
  const mutates = method !== 'GET';
  const token = await context.token('session', async () => {
    const answer = await context.send({
      method: 'POST',
      url: `${context.settings.baseUrl}/token`,
      json: { key: context.secrets.key },
      mutates: false,
    });
    return { value: (answer.json as { token: string }).token, expiresInSeconds: 3_600 };
  });
  const response = await context.send({
    method,
    url: `${context.settings.baseUrl}${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { json: body }),
    mutates,
  });
  if (response.status >= 300) {
    if (response.status === 401) await context.dropToken('session');
    throw responseError(response, {
      vendor: 'Testvendor',
      action: `${method} ${path}`,
      mutates,
      now: context.now(),
      // on purpose: a careless connector that leaves redaction to the bus
      secrets: [],
    });
  }
  return response.json as never;
}

const ticket = (number: number, title: string, client: string | null): Ticket => ({
  id: String(number),
  title,
  description: null,
  board: null,
  status: { id: '1', name: 'New' },
  isClosed: false,
  priority: 'medium',
  category: null,
  client: client ? { id: client, name: 'Acme' } : null,
  contact: null,
  assignee: null,
  externalKey: null,
  url: null,
  createdAt: '2026-11-20T08:00:00Z',
  updatedAt: '2026-11-20T08:00:00Z',
  closedAt: null,
});

export const testConnector: Connector = defineConnector<Settings, Secrets>({
  id: 'testvendor/all',
  name: 'Testvendor',
  vendor: 'Testvendor',
  systems: ['rmm', 'psa'],
  cannot: {},
  permissions: [],
  summary: 'For tests.',
  verification: { level: 'simulated', on: '2026-11-20' },
  auth: {
    fields: [
      { name: 'baseUrl', label: 'Address', help: '', secret: false },
      { name: 'key', label: 'Key', help: '', secret: true },
      { name: 'hookSecret', label: 'Webhook secret', help: '', secret: true, isGenerated: true },
    ],
    settings: z.strictObject({ baseUrl: z.url() }),
    secrets: z.strictObject({ key: z.string().min(6), hookSecret: z.string().min(20) }),
  },
  limits: {
    requestsPerMinute: 6_000,
    burst: 100,
    concurrency: 4,
    timeoutMs: 1_500,
    maxResponseBytes: 100_000,
    visibilityLagMs: 2_000,
  },
  capabilities: {
    'device.status': {
      run: async (context, { device }) => {
        const { free, said, client, serial } = await ask(context, 'GET', `/devices/${device}`);
        return {
          id: device,
          name: 'ACME-WS-014',
          client: { id: client ?? 'c1', name: 'Acme' },
          site: null,
          role: 'workstation',
          os: 'Windows 11',
          osFamily: 'windows',
          serial: serial ?? null,
          macs: [],
          online: true,
          lastSeenAt: '2026-11-20T08:00:00Z',
          takenAt: '2026-11-20T08:00:00Z',
          lastBootAt: null,
          uptimeSeconds: null,
          needsReboot: false,
          systemDrive: { name: 'C:', totalGb: 500, freeGb: free, freePercent: 42 },
          patches: null,
          services: {
            winrm: { name: 'WinRM', displayName: 'Windows Remote Management', state: 'stopped' },
            spooler: { name: 'Spooler', displayName: 'Print Spooler', state: 'running' },
          },
          health: 'healthy',
          lastUser: said,
          isInMaintenance: false,
        };
      },
    },
    // a bug that the bus must stop: a read that changes something
    'device.events': {
      run: (context, { device }) => ask(context, 'POST', `/devices/${device}/run`),
    },
    'script.list': {
      run: async () => ({
        items: [{ id: '55', name: 'restart-service', description: null, osFamilies: ['windows'], parameters: [] }],
      }),
    },
    'script.run': {
      start: async (context, { device, script }, { tag }) => {
        const { job } = await ask(context, 'POST', `/devices/${device}/run`, { script, tag });
        return { job };
      },
      poll: async (context, { job }) => {
        const { exitCode } = await ask(context, 'GET', `/jobs/${job}`);
        if (exitCode === null) return { state: 'pending', pollAfterMs: 500 };
        const startedAt = '2026-11-20T08:00:00Z';
        const finishedAt = '2026-11-20T08:00:41Z';
        return { state: 'done', output: { outcome: 'success', exitCode, output: 'restarted', startedAt, finishedAt } };
      },
      reconcile: async (context, _input, { tag }) => {
        const { job } = await ask(context, 'GET', `/find?tag=${encodeURIComponent(tag)}`);
        return job ? { found: true, job: { job } } : { found: false };
      },
    },
    'ticket.create': {
      run: async (context, input) => {
        const { number, title } = await ask(context, 'POST', '/tickets', input);
        return ticket(number, title, input.client);
      },
      reconcile: async () => ({ found: false }),
    },
    'ticket.update': {
      run: async (context, input) => {
        const { number, title } = await ask(context, 'PATCH', `/tickets/${input.ticket}`, input);
        return ticket(number, title, 'c1');
      },
    },
    // keyed, and this vendor cannot look for it
    'ticket.note.add': {
      run: async (context, input) => {
        await ask(context, 'POST', `/tickets/${input.ticket}/notes`, input.note);
        const { visibility, body } = input.note;
        return { id: '1', visibility, isResolution: false, author: null, text: body, createdAt: null };
      },
    },
    'alert.read': {
      run: () => {
        throw new TypeError('cannot read properties of undefined (a bug of the connector)');
      },
    },
  },
  triggers: {
    webhook: {
      proof: 'secret',
      maxBodyBytes: 1_000,
      verify: async (context, { headers }) =>
        headers['x-hook'] === context.secrets.hookSecret ? { ok: true } : { ok: false, reason: 'wrong header' },
      dedupeKey: () => null,
      parse: () => [],
      setup: ({ url, secrets }) => ({ steps: ['Enter it.'], url, headers: { 'x-hook': secrets.hookSecret } }),
    },
    polls: [
      {
        name: 'news',
        everySeconds: 3_600,
        poll: async (context, cursor: number | null) => {
          const { hints, more } = await ask(context, 'GET', `/news?after=${cursor ?? 0}`);
          return { hints, cursor: (cursor ?? 0) + 1, more };
        },
      },
    ],
  },
  test: async (context) => {
    await ask(context, 'GET', '/me');
    return { ok: true, summary: '1 device', warnings: [] };
  },
});
