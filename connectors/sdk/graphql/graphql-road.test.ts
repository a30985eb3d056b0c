// What a GraphQL answer means, over real HTTP: data, refusals inside HTTP 200, and which refusals leave a change open.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type ConnectorContext, emptyMapping } from '../connector.ts';
import { ConnectorError } from '../errors.ts';
import { createDirectSender } from '../http/direct-sender.ts';
import { createGraphqlRoad, nullIfMissing } from './graphql-road.ts';

let answer: { status: number; body: string } = { status: 200, body: '' };
let asked: unknown;
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  asked = { url: request.url, ...JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

const context: ConnectorContext = {
  settings: {},
  secrets: { token: 'secret-token-4711' },
  send: createDirectSender({ timeoutMs: 5_000 }),
  token: () => Promise.reject(new Error('no tokens here')),
  dropToken: async () => undefined,
  mapping: emptyMapping,
  scriptCallbacks: null,
  openLdap: () => Promise.reject(new Error('no LDAP here')),
  now: () => new Date(),
  signal: new AbortController().signal,
};
const road = createGraphqlRoad({
  vendor: 'Acme',
  base: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  path: '/graphql',
  headers: () => ({}),
  refusalOf: ({ extensions }) => (extensions?.code === 'gone' ? { kind: 'not-found', maybeApplied: false } : undefined),
});
const ask = (document: string, body: unknown, status = 200) => {
  answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
  return road.ask(context, z.object({ thing: z.string() }), {
    action: 'read the thing',
    document,
    variables: { a: 1 },
  });
};
const refused = async (document: string, body: unknown, status = 200) => {
  const error = await ask(document, body, status).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConnectorError);
  return error as ConnectorError;
};
const query = 'query ($a: Int) { thing }';
const mutation = 'mutation ($a: Int) { thing }';

it('sends one body to one address and gives the data', async () => {
  expect(await ask(query, { data: { thing: 'x' } })).toEqual({ thing: 'x' });
  expect(asked).toEqual({ url: '/graphql', query, variables: { a: 1 } });
});

it.each([
  [
    'an error of the dialect',
    { data: null, errors: [{ message: 'x', extensions: { code: 'gone' } }] },
    'not-found',
    false,
  ],
  ['no data: nothing ran', { errors: [{ message: 'Cannot query field' }] }, 'unsupported', false],
  ['data null: it had begun', { data: null, errors: [{ message: null }] }, 'invalid-input', true],
  ['part of the data', { data: { thing: 'x' }, errors: [{ message: 'half' }] }, 'invalid-input', true],
  ['neither data nor errors', {}, 'bad-answer', true],
  ['no JSON', 'hello', 'bad-answer', true],
])('HTTP 200 with %s', async (_what, body, kind, maybeApplied) => {
  expect(await refused(mutation, body)).toMatchObject({ kind, maybeApplied });
  expect(await refused(query, body)).toMatchObject({ kind, maybeApplied: false });
});

it('the HTTP status speaks where it says more', async () => {
  expect(await refused(query, '', 401)).toMatchObject({ kind: 'unauthenticated' });
  expect(await refused(mutation, { errors: [{ message: 'down' }] }, 503)).toMatchObject({
    kind: 'unavailable',
    maybeApplied: true,
  });
});

it('repeats the vendor’s own words, without secrets', async () => {
  const { message } = await refused(query, { errors: [{ message: 'no secret-token-4711' }, { message: 'and more' }] });
  expect(message).toContain('and more');
  expect(message).not.toContain('secret-token');
});

it('what does not exist can be null', async () => {
  const gone = { data: null, errors: [{ extensions: { code: 'gone' } }] };
  expect(await nullIfMissing(ask(query, gone))).toBeNull();
  await expect(nullIfMissing(ask(query, 'hello'))).rejects.toThrow(ConnectorError);
});
