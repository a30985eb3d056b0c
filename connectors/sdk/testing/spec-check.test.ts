// The spec check can fail: each way to disagree with a document is found.
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../sandbox/sandbox-server.ts';
import { checkExchanges, loadVendorSpec, type OpenApiDocument } from './spec-check.ts';

const document: OpenApiDocument = {
  paths: {
    '/things/{id}': {
      get: {
        parameters: [{ in: 'query', name: 'limit', schema: { type: 'integer' } }],
        responses: { default: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } },
      },
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
        },
        responses: { '204': {} },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'integer', format: 'int32' },
          name: { type: 'string', nullable: true },
          size: { type: 'string', enum: ['S', 'L'] },
          any: { type: 'object', description: 'anything' },
          parent: { $ref: '#/components/schemas/Thing' },
        },
      },
      Special: {
        allOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'object', properties: { extra: { type: 'string' } } }],
      },
    },
  },
};

const exchange = (change: Partial<Exchange>): Exchange => ({
  atMs: 0,
  connector: 'test/rmm',
  method: 'GET',
  path: '/things/1',
  query: [],
  requestHeaders: { 'content-type': 'application/json' },
  requestText: '',
  status: 200,
  responseHeaders: {},
  responseText: '{"id":1}',
  isFault: false,
  ...change,
});
const problems = (change: Partial<Exchange>) => checkExchanges(document, [exchange(change)]).problems.join('\n');

it('counts what it checked, and finds nothing wrong with what fits', () => {
  const good = [
    exchange({
      query: [['limit', '5']],
      responseText: '{"id":1,"name":null,"size":"L","any":"text","parent":{"id":2},"extra":"x"}',
    }),
    exchange({ method: 'POST', requestText: '{"id":1}', status: 204, responseText: '' }),
    exchange({ isFault: true, status: 503, responseText: 'not even JSON' }),
  ];
  expect(checkExchanges(document, good)).toEqual({ requests: 3, answers: 1, shapeless: 1, problems: [] });
});
it.each([
  ['an unknown path', { path: '/nothing' }, 'is not in the document'],
  ['an unknown method', { method: 'DELETE' }, 'is not in the document'],
  ['an unknown query parameter', { query: [['limits', '5']] }, 'query parameter "limits"'],
  ['a query parameter of the wrong type', { query: [['limit', 'many']] }, 'query limit=many'],
  ['a missing body', { method: 'POST', status: 204, responseText: '' }, 'the body is missing'],
  [
    'a body of the wrong type',
    { method: 'POST', requestText: '{"id":"one"}', status: 204, responseText: '' },
    'body /id',
  ],
  ['a body where none belongs', { requestText: '{}' }, 'the document knows none'],
  ['an answer without a required field', { responseText: '{}' }, 'answer /'],
  ['an answer with a wrong enum', { responseText: '{"id":1,"size":"M"}' }, 'answer /size'],
  ['a wrong type deep inside', { responseText: '{"id":1,"parent":{"id":"x"}}' }, 'answer /parent/id'],
  ['an invented field', { responseText: '{"id":1,"invented":true}' }, 'field "invented"'],
  ['an answer that is not JSON', { responseText: 'oops' }, 'answer is not JSON'],
  ['null where it may not be', { responseText: '{"id":null}' }, 'answer /id'],
] as [string, Partial<Exchange>, string][])('finds %s', (_what, change, said) => {
  expect(problems(change)).toContain(said);
});
it('lets a known hole of the document pass, and only that', () => {
  const check = checkExchanges(document, [exchange({ responseText: '{"id":1,"a":1,"b":1}' })], {
    isAllowed: (problem) => problem.includes('"a"'),
  });
  expect(check.problems).toEqual(['GET /things/{id}: answer field "b" is not in the document']);
});
describe('OpenAPI 3.1', () => {
  const modern: OpenApiDocument = {
    paths: {
      '/things': {
        get: {
          parameters: [
            { in: 'query', name: 'limit', schema: { type: ['integer', 'null'] } },
            { in: 'query', name: 'kinds', schema: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } } },
          ],
          responses: {
            '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Holder' } } } },
          },
        },
      },
    },
    components: {
      schemas: {
        Holder: {
          type: 'object',
          properties: {
            name: { type: ['string', 'null'] },
            // told apart by a discriminator: each one fits what the other one is
            part: { oneOf: [{ $ref: '#/components/schemas/Left' }, { $ref: '#/components/schemas/Right' }] },
          },
        },
        Left: { type: 'object', properties: { left: { type: 'string' } } },
        Right: { type: 'object', properties: { right: { type: 'string' } } },
      },
    },
  };
  const check = (change: Partial<Exchange>) =>
    checkExchanges(modern, [exchange({ path: '/things', ...change })]).problems.join('\n');

  it('lists of types, lists in one query value, and subtypes without a discriminator fit', () => {
    const query: [string, string][] = [
      ['limit', '5'],
      ['kinds', 'a,b'],
    ];
    expect(check({ query, responseText: '{"name":null,"part":{"left":"x"}}' })).toBe('');
  });
  it.each([
    ['a word for a number', { query: [['limit', 'many']] }, 'limit=many'],
    ['an unknown word in a list', { query: [['kinds', 'a,c']] }, 'kinds=a,c'],
    ['a wrong type', { responseText: '{"name":7}' }, 'answer /name'],
    ['a part that is no subtype', { responseText: '{"part":"x"}' }, 'answer /part'],
  ] as [string, Partial<Exchange>, string][])('finds %s', (_what, change, said) => {
    expect(check({ responseText: '{}', ...change })).toContain(said);
  });
});
describe('multipart bodies', () => {
  const parts: OpenApiDocument = {
    paths: {
      '/comment': {
        post: {
          requestBody: {
            content: {
              'multipart/form-data': {
                schema: {
                  type: 'object',
                  properties: { comment: { type: 'object', properties: { isPublic: { type: 'boolean' } } } },
                },
              },
            },
          },
        },
      },
    },
  };
  const check = (name: string, content: string) =>
    checkExchanges(parts, [
      exchange({
        method: 'POST',
        path: '/comment',
        requestHeaders: { 'content-type': 'multipart/form-data; boundary=b' },
        requestText: `--b\r\ncontent-disposition: form-data; name="${name}"\r\ncontent-type: application/json\r\n\r\n${content}\r\n--b--\r\n`,
        responseText: '',
      }),
    ]).problems.join('\n');

  it('a part of JSON is held against the property of its name', () => {
    expect(check('comment', '{"isPublic":true}')).toBe('');
    expect(check('comment', '{"isPublic":"yes"}')).toContain('part "comment" /isPublic');
    expect(check('note', '{}')).toContain('part "note" is not in the document');
  });
});
it('a vendor without a document is skipped, not passed', () => {
  expect(loadVendorSpec('no-such-vendor')).toBeNull();
});
