// The door in front of the console, over real sockets.
import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { makeConsoleFront, maxConsoleBodyBytes } from './console-front.ts';

const servers: http.Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function startFront(isHttps: boolean) {
  let reached = 0;
  const next = (request: IncomingMessage, response: http.ServerResponse) => {
    reached++;
    request.resume().on('end', () => response.end(String(request.headers['x-forwarded-host'])));
  };
  const server = http.createServer(makeConsoleFront({ next, trustedProxies: 0, isHttps }));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const send = (headers: http.OutgoingHttpHeaders, body?: string) =>
    new Promise<{ status: number | undefined; headers: http.IncomingHttpHeaders }>((resolve, reject) => {
      const request = http.request({ port, method: body === undefined ? 'GET' : 'POST', headers, agent: false });
      request.on('error', reject);
      request.on('response', (response) => {
        response.resume();
        resolve({ status: response.statusCode, headers: response.headers });
        request.destroy();
      });
      if (body === undefined || headers['content-length'] === undefined) request.end(body);
      else request.write(body);
    });
  return { send, reached: () => reached };
}

describe('the console', () => {
  it('never sees a body without a length, or with too much of it', async () => {
    const { send, reached } = await startFront(false);
    expect((await send({ 'transfer-encoding': 'chunked' }, 'x')).status).toBe(411);
    expect((await send({ 'content-length': maxConsoleBodyBytes + 1 }, 'x')).status).toBe(413);
    expect((await send({ 'content-length': 99_999_999_999 }, 'x')).status).toBe(413);
    expect(reached()).toBe(0);
    expect((await send({ 'content-length': 1 }, 'x')).status).toBe(200);
    expect((await send({})).status).toBe(200);
    expect(reached()).toBe(2);
  });

  it('is https only where it is reached over https, also in its refusals', async () => {
    const [secure, plain] = [await startFront(true), await startFront(false)];
    expect((await secure.send({})).headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
    expect((await secure.send({ 'transfer-encoding': 'chunked' }, 'x')).headers).toHaveProperty(
      'strict-transport-security',
    );
    expect((await plain.send({})).headers).not.toHaveProperty('strict-transport-security');
  });
});
