// A Swagger 2.0 document is held against exchanges as an OpenAPI 3.0 one is.
import { expect, it } from 'vitest';
import type { Exchange } from '../sandbox/sandbox-server.ts';
import { checkExchanges } from './spec-check.ts';
import { fromSwagger, isSwaggerDocument, type SwaggerDocument } from './swagger-document.ts';

const swagger: SwaggerDocument = {
  swagger: '2.0',
  definitions: {
    Thing: {
      type: 'object',
      required: ['id'],
      properties: {
        id: { type: 'integer', format: 'int64' },
        name: { type: 'string' },
        parent: { $ref: '#/definitions/Thing' },
      },
    },
    Page: { type: 'object', properties: { items: { type: 'array', items: { $ref: '#/definitions/Thing' } } } },
  },
  paths: {
    '/things': {
      get: {
        parameters: [{ in: 'query', name: 'ids', type: 'array', items: { type: 'integer' } }],
        responses: { '200': { schema: { $ref: '#/definitions/Page' } } },
      },
      post: {
        parameters: [{ in: 'body', name: 'thing', required: true, schema: { $ref: '#/definitions/Thing' } }],
        responses: { '200': { schema: { $ref: '#/definitions/Thing' } } },
      },
    },
  },
};

const exchange = (change: Partial<Exchange>): Exchange => ({
  atMs: 0,
  connector: 'test/psa',
  method: 'GET',
  path: '/things',
  query: [],
  requestHeaders: { 'content-type': 'application/json' },
  requestText: '',
  status: 200,
  responseHeaders: {},
  responseText: '{"items":[{"id":1,"name":null,"parent":{"id":2}}]}',
  isFault: false,
  ...change,
});
const check = (change: Partial<Exchange>) =>
  checkExchanges(fromSwagger(swagger), [exchange(change)], { checksNestedFields: true });

it('is told from an OpenAPI document', () => {
  expect(isSwaggerDocument(swagger)).toBe(true);
  expect(isSwaggerDocument({ openapi: '3.0.0', paths: {} })).toBe(false);
});
it('lets pass what fits, null included where nothing is required', () => {
  expect(check({ query: [['ids', '4,8']] })).toEqual({ requests: 1, answers: 1, shapeless: 0, problems: [] });
  const posted = { method: 'POST', requestText: '{"id":1,"parent":null}', responseText: '{"id":1}' };
  expect(check(posted).problems).toEqual([]);
});
it.each([
  ['a missing body', { method: 'POST', responseText: '{"id":1}' }, 'the body is missing'],
  ['a body of the wrong type', { method: 'POST', requestText: '{"id":"1"}', responseText: '{"id":1}' }, 'body /id'],
  ['an unknown query parameter', { query: [['id', '1']] }, 'query parameter "id"'],
  ['a list of the wrong type', { query: [['ids', '4,x']] }, 'query ids=4,x'],
  ['null where a value is required', { responseText: '{"items":[{"id":null}]}' }, 'answer /items/*/id'],
  [
    'an invented field deep inside',
    { responseText: '{"items":[{"id":1,"parent":{"id":2,"hue":1}}]}' },
    'items.parent.hue',
  ],
  [
    'an invented field of a request',
    { method: 'POST', requestText: '{"id":1,"hue":1}', responseText: '{"id":1}' },
    'body field "hue"',
  ],
] as [string, Partial<Exchange>, string][])('finds %s', (_what, change, said) => {
  expect(check(change).problems.join('\n')).toContain(said);
});
