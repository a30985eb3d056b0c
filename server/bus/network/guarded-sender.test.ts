// Real sockets: a listener on this machine counts who arrives. What must not happen is counted there, not in answers.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { VendorRequest } from '#connectors/sdk/http-port.ts';
import { createGuardedNetwork, type GuardedNetwork, type SendOptions } from './guarded-sender.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function listener(handle: (request: IncomingMessage, response: ServerResponse, count: number) => void) {
  const seen = { sockets: 0, requests: 0 };
  const server = createServer((request, response) => handle(request, response, ++seen.requests));
  server.on('connection', () => seen.sockets++);
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { seen, port: (server.address() as AddressInfo).port };
}

function network(options: { lookup?: LookupFunction; allowedHosts?: string[] } = {}): GuardedNetwork {
  const made = createGuardedNetwork({
    allowedHosts: new Set(options.allowedHosts),
    connectTimeoutMs: 300,
    ...(options.lookup ? { lookup: options.lookup } : {}),
  });
  cleanups.push(() => made.close());
  return made;
}

const sending = (changes: Partial<SendOptions> = {}): SendOptions => ({
  isSandbox: false,
  timeoutMs: 2_000,
  maxResponseBytes: 10_000,
  signal: new AbortController().signal,
  beforeAttempt: async () => undefined,
  ...changes,
});
const get = (url: string): VendorRequest => ({ method: 'GET', url, mutates: false });
const failure = async (work: Promise<unknown>): Promise<ConnectorError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConnectorError)) throw new Error(`Expected a ConnectorError, got ${String(error)}`);
  return error;
};

const judged = /leads into a private network|leads to an address that is never reached/;

/** Answers every name like a name server of the attacker's. */
const answering =
  (...answers: string[]): LookupFunction =>
  (_name, _options, callback) =>
    callback(
      null,
      answers.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

describe('an address inside', () => {
  it('is never reached, however it is written', async () => {
    const { seen, port } = await listener((_request, response) => response.end('{}'));
    const hosts = [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '127.0.0.1.',
      '0.0.0.0',
      '0',
      'localhost',
      'localhost.',
      'LOCALHOST',
      '①②⑦.0.0.1',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[0:0:0:0:0:ffff:127.0.0.1]',
      '[::127.0.0.1]',
      '[64:ff9b::127.0.0.1]',
      '[2002:7f00:1::]',
      '[::ffff:0:127.0.0.1]',
      '169.254.169.254',
      '10.0.0.1',
      '192.168.0.1',
      '[fd00::1]',
      '[fe80::1]',
    ];
    const urls = hosts.flatMap((host) => [`http://${host}:${port}/`, `https://${host}:${port}/`, `https://${host}/`]);
    const more = [
      `http://user:pass@127.0.0.1:${port}/`,
      `https://vendor.example:443@127.0.0.1:${port}/`,
      `ftp://127.0.0.1:${port}/`,
      'file:///etc/passwd',
      'data:text/plain,hello',
      `//127.0.0.1:${port}/`,
      'not a url',
    ];
    // also where the operator's list would let the port and the scheme pass: the address itself must be judged
    for (const sender of [network(), network({ allowedHosts: ['vendor.example'] })]) {
      for (const url of [...urls, ...more]) {
        const error = await failure(sender.send(get(url), sending()));
        expect(error.kind, url).toBe('wrong-host');
        expect(error.maybeApplied, url).toBe(false);
      }
    }
    expect(seen.sockets).toBe(0);
    expect(urls.length + more.length).toBe(85);
  });

  it('is not reached through a name, when any of its answers is inside', async () => {
    const { seen, port } = await listener((_request, response) => response.end('{}'));
    const mixes = [['127.0.0.1'], ['::1'], ['93.184.216.34', '127.0.0.1'], ['::ffff:127.0.0.1'], ['10.0.0.9']];
    for (const answers of mixes) {
      const sender = network({ lookup: answering(...answers) });
      for (const url of [`https://vendor.example/`, `http://vendor.example:${port}/`]) {
        const error = await failure(sender.send(get(url), sending()));
        expect(error.kind, answers.join()).toBe('wrong-host');
        // refused by us, before a socket was opened to any of them
        if (url.startsWith('https:')) expect(error.message, answers.join()).toMatch(judged);
      }
    }
    expect(seen.sockets).toBe(0);
  });

  it('is not reached by a name that changes its answer between two looks', async () => {
    const { seen } = await listener((_request, response) => response.end('{}'));
    let looks = 0;
    const sender = network({
      lookup: (name, options, callback) =>
        answering(looks++ % 2 === 0 ? '192.0.0.8' : '127.0.0.1')(name, options, callback),
    });
    for (let attempt = 0; attempt < 50; attempt++) {
      expect((await failure(sender.send(get('https://vendor.example/'), sending()))).kind).toBe('wrong-host');
    }
    expect(looks).toBeGreaterThanOrEqual(50);
    expect(seen.sockets).toBe(0);
  });

  it('may be reached when the operator named host and port, except addresses of the cloud itself', async () => {
    const { seen, port } = await listener((_request, response) => response.end('{"ok":true}'));
    const sender = network({
      allowedHosts: [`psa.corp.example:${port}`, `meta.example:${port}`],
      lookup: (name, options, callback) =>
        answering(name === 'psa.corp.example' ? '127.0.0.1' : '169.254.169.254')(name, options, callback),
    });
    const answer = await sender.send(get(`http://psa.corp.example:${port}/x`), sending());
    expect(answer.json).toEqual({ ok: true });
    expect(seen.requests).toBe(1);
    const meta = await failure(sender.send(get(`http://meta.example:${port}/`), sending()));
    expect(meta.message).toMatch(judged);
    await failure(sender.send(get(`http://psa.corp.example:${port + 1}/`), sending()));
    expect(seen.sockets).toBe(1);
  });

  it('is all that a sandbox connection may reach', async () => {
    const { seen, port } = await listener((_request, response) => response.end('{}'));
    const sender = network({ lookup: answering('93.184.216.34') });
    const send = (url: string) => sender.send(get(url), sending({ isSandbox: true }));
    expect((await send(`http://127.0.0.1:${port}/`)).status).toBe(200);
    for (const url of ['https://vendor.example/', 'http://10.0.0.1/', 'https://8.8.8.8/', 'http://169.254.169.254/']) {
      expect((await failure(send(url))).kind).toBe('wrong-host');
    }
    expect(seen.requests).toBe(1);
  });
});

describe('sending', () => {
  const sandbox = (changes: Partial<SendOptions> = {}) => sending({ isSandbox: true, ...changes });

  it('does not follow a redirect', async () => {
    const target = await listener((_request, response) => response.end('{}'));
    const { seen, port } = await listener((_request, response) =>
      response.writeHead(307, { location: `http://127.0.0.1:${target.port}/` }).end(),
    );
    expect((await network().send(get(`http://127.0.0.1:${port}/`), sandbox())).status).toBe(307);
    expect([seen.requests, target.seen.sockets]).toEqual([1, 0]);
  });

  it('never repeats a mutation: one request, whatever the vendor does to the socket', async () => {
    const sender = network();
    const misdeeds: ((request: IncomingMessage, response: ServerResponse) => void)[] = [
      (request) => request.socket.destroy(),
      (request) => request.socket.resetAndDestroy(),
      (_request, response) => response.writeHead(503, { 'retry-after': '0' }).end(),
      (_request, response) => response.writeHead(429, { 'retry-after': '0' }).end(),
      (_request, response) => response.writeHead(200, { 'content-length': '50' }).end('{'),
      (_request, response) => response.writeHead(200).write('{"half":') && response.socket?.destroy(),
      () => {},
    ];
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      for (const [index, misdeed] of misdeeds.entries()) {
        const { seen, port } = await listener(misdeed);
        const request: VendorRequest = { method, url: `http://127.0.0.1:${port}/`, mutates: true };
        const outcome = await sender.send(request, sandbox({ timeoutMs: 150 })).catch((error: unknown) => error);
        if (outcome instanceof ConnectorError) expect(outcome.maybeApplied, `${method} ${index}`).toBe(true);
        expect(seen.requests, `${method} ${index}`).toBe(1);
      }
    }
  });

  it('uses a fresh socket for each mutation, so that a stale one cannot make its fate unknown', async () => {
    const { seen, port } = await listener((_request, response) => response.end('{}'));
    const sender = network();
    for (let index = 0; index < 3; index++) {
      await sender.send({ method: 'POST', url: `http://127.0.0.1:${port}/`, mutates: true, json: {} }, sandbox());
    }
    expect(seen).toEqual({ sockets: 3, requests: 3 });
  });

  it('tries a read again, twice at most, after a cut connection or a 503', async () => {
    const cut = await listener((request) => request.socket.destroy());
    const error = await failure(network().send(get(`http://127.0.0.1:${cut.port}/`), sandbox()));
    expect(error.kind).toBe('unavailable');
    expect(cut.seen.requests).toBe(3);
    const busy = await listener((_request, response, count) =>
      count < 3 ? response.writeHead(503, { 'retry-after': '0' }).end() : response.end('{"n":3}'),
    );
    expect((await network().send(get(`http://127.0.0.1:${busy.port}/`), sandbox())).json).toEqual({ n: 3 });
    expect(busy.seen.requests).toBe(3);
  });

  it('does not sit out a long Retry-After', async () => {
    const { seen, port } = await listener((_request, response) =>
      response.writeHead(503, { 'retry-after': '600' }).end(),
    );
    expect((await network().send(get(`http://127.0.0.1:${port}/`), sandbox())).status).toBe(503);
    expect(seen.requests).toBe(1);
  });

  it('stops reading an answer that is too large, and one that never ends', async () => {
    const large = await listener((_request, response) => response.end('x'.repeat(50_000)));
    expect((await failure(network().send(get(`http://127.0.0.1:${large.port}/`), sandbox()))).kind).toBe('bad-answer');
    const endless = await listener((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    const error = await failure(network().send(get(`http://127.0.0.1:${endless.port}/`), sandbox({ timeoutMs: 200 })));
    expect(error.kind).toBe('timeout');
  });

  it('lets no mutation leave after its deadline', async () => {
    const { seen, port } = await listener((_request, response) => response.end('{}'));
    const request: VendorRequest = { method: 'POST', url: `http://127.0.0.1:${port}/`, mutates: true };
    const error = await failure(
      network().send(request, sandbox({ beforeAttempt: async () => new Date(Date.now() - 1) })),
    );
    expect(error.maybeApplied).toBe(false);
    expect(seen.sockets).toBe(0);
  });

  it('lets no mutation leave after its deadline, when finding and reaching the vendor took that long', async () => {
    const { seen, port } = await listener((_request, response) => response.end('{}'));
    const slowly: LookupFunction = (name, options, callback) => {
      setTimeout(() => answering('127.0.0.1')(name, options, callback), 250);
    };
    const net = network({ lookup: slowly, allowedHosts: [`psa.internal:${port}`] });
    const request = { ...get(`http://psa.internal:${port}/notes`), method: 'POST' as const, mutates: true };
    const error = await failure(net.send(request, sending({ beforeAttempt: async () => new Date(Date.now() + 100) })));
    expect(error).toMatchObject({ kind: 'rate-limited', maybeApplied: false });
    await net.send(request, sending({ beforeAttempt: async () => new Date(Date.now() + 5_000) }));
    expect(seen.requests).toBe(1);
  });
});
