import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ConnectorError } from '../errors.ts';
import { createDirectSender } from './direct-sender.ts';

const servers: Server[] = [];
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
const errorOf = async (sent: Promise<unknown>): Promise<ConnectorError> => {
  const error = await sent.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConnectorError);
  return error as ConnectorError;
};

describe('direct sender', () => {
  it('gives any HTTP answer as an answer, JSON parsed only when it is JSON', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/html') response.writeHead(503, { 'Content-Type': 'text/html' }).end('<html>');
      else response.writeHead(418, { 'X-Thing': 'a' }).end('{"no":1}');
    });
    const send = createDirectSender();
    const teapot = await send({ method: 'GET', url, mutates: false });
    expect([teapot.status, teapot.json, teapot.headers['x-thing']]).toEqual([418, { no: 1 }, 'a']);
    const html = await send({ method: 'GET', url: `${url}/html`, mutates: false });
    expect([html.status, html.json, html.text]).toEqual([503, undefined, '<html>']);
  });
  it('never follows a redirect', async () => {
    let followed = 0;
    const target = await serve((_request, response) => {
      followed++;
      response.end();
    });
    const url = await serve((_request, response) => response.writeHead(302, { location: target }).end());
    expect((await createDirectSender()({ method: 'GET', url, mutates: false })).status).toBe(302);
    expect(followed).toBe(0);
  });
  it('ends a body that is too large, and one that never ends', async () => {
    const url = await serve((_request, response) => {
      const more = () => response.write('x'.repeat(10_000), () => setImmediate(more));
      response.writeHead(200);
      more();
    });
    const error = await errorOf(
      createDirectSender({ maxResponseBytes: 50_000 })({ method: 'GET', url, mutates: false }),
    );
    expect([error.kind, error.maybeApplied]).toEqual(['bad-answer', false]);
  });
  it('silence is a timeout; a change may then have happened, a read has not', async () => {
    const url = await serve(() => {});
    const send = createDirectSender({ timeoutMs: 80 });
    const read = await errorOf(send({ method: 'GET', url, mutates: false }));
    const write = await errorOf(send({ method: 'POST', url, json: {}, mutates: true }));
    expect([read.kind, read.maybeApplied, write.kind, write.maybeApplied]).toEqual(['timeout', false, 'timeout', true]);
  });
  it('a cut line may have applied a change; a refused connection cannot have', async () => {
    const url = await serve((request) => request.socket.destroy());
    const cut = await errorOf(createDirectSender()({ method: 'POST', url, json: {}, mutates: true }));
    expect([cut.kind, cut.maybeApplied]).toEqual(['unavailable', true]);
    const closed = await serve(() => {});
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const refused = await errorOf(createDirectSender()({ method: 'POST', url: closed, json: {}, mutates: true }));
    expect([refused.kind, refused.maybeApplied]).toEqual(['unavailable', false]);
  });
  it('a name that does not exist is the wrong host', async () => {
    const error = await errorOf(
      createDirectSender()({ method: 'POST', url: 'http://no-such-host.invalid/', mutates: true }),
    );
    expect(error.maybeApplied).toBe(false);
    // some resolvers answer "try again" for everything
    expect(['wrong-host', 'unavailable']).toContain(error.kind);
    expect((await errorOf(createDirectSender()({ method: 'GET', url: 'nonsense', mutates: false }))).kind).toBe(
      'wrong-host',
    );
  });
});
