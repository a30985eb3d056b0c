// An example checks as much as it shows, and no more.
import { expect, it } from 'vitest';
import { schemaOfExample, withExampleSchemas } from './example-schemas.ts';
import { checkExchanges, type OpenApiDocument } from './spec-check.ts';

const document = {
  paths: {
    '/things': {
      get: {
        responses: {
          '200': {
            content: { 'application/json': { example: { things: [{ id: 1, name: 'a', any: null, more: {} }] } } },
          },
        },
      },
    },
  },
} as unknown as OpenApiDocument;

const problems = (answer: unknown) =>
  checkExchanges(withExampleSchemas(document), [
    {
      atMs: 0,
      connector: 'test/rmm',
      method: 'GET',
      path: '/things',
      query: [],
      requestHeaders: {},
      requestText: '',
      status: 200,
      responseHeaders: {},
      responseText: JSON.stringify(answer),
      isFault: false,
    },
  ]).problems;

it('lets through what it shows, less of it, and null', () => {
  expect(problems({ things: [{ id: 2, name: null, any: [1], more: { x: 1 } }, {}] })).toEqual([]);
});
it.each([
  ['a field it does not show', { things: [{ id: 1, colour: 'red' }] }],
  ['another type', { things: [{ id: 'one' }] }],
  ['another envelope', { items: [] }],
])('finds %s', (_what, answer) => expect(problems(answer)).not.toEqual([]));
it('an empty list tells nothing about its rows', () => {
  expect(schemaOfExample([])).toEqual({ type: 'array', nullable: true });
});
