// The check of GraphQL exchanges can fail: each way to disagree with a schema is found.
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import type { Exchange } from '../sandbox/sandbox-server.ts';
import { checkGraphqlExchanges } from './graphql-spec-check.ts';

const schema = buildSchema(`
  scalar JSON
  enum Size { S L }
  type Thing { id: ID!  name: String  size: Size  owner: JSON  parts: [Thing] }
  input Wanted { id: ID!  size: Size }
  type Query { getThing(input: Wanted!): Thing }
  type Mutation { dropThing(input: Wanted!): Boolean }
`);

const query = 'query ($input: Wanted!) { getThing(input: $input) { id size owner } }';
const exchange = (change: {
  query?: string;
  variables?: unknown;
  answer?: unknown;
  status?: number;
  isFault?: boolean;
}): Exchange => ({
  atMs: 0,
  connector: 'test/rmm',
  method: 'POST',
  path: '/graphql',
  query: [],
  requestHeaders: { 'content-type': 'application/json' },
  requestText: JSON.stringify({ query: change.query ?? query, variables: change.variables ?? { input: { id: '1' } } }),
  status: change.status ?? 200,
  responseHeaders: {},
  responseText: JSON.stringify(change.answer ?? { data: { getThing: { id: '1', size: 'S', owner: { name: 'Ana' } } } }),
  isFault: change.isFault ?? false,
});
const problems = (change: Parameters<typeof exchange>[0]) =>
  checkGraphqlExchanges(schema, [exchange(change)]).problems.join('\n');

it('counts what it checked, names the operations, and finds nothing wrong with what fits', () => {
  const good = [
    exchange({}),
    exchange({
      query: 'mutation ($input: Wanted!) { dropThing(input: $input) }',
      answer: { data: { dropThing: true } },
    }),
    exchange({ answer: { data: null, errors: [{ message: null }] } }),
    exchange({ answer: 'broken', isFault: true }),
  ];
  expect(checkGraphqlExchanges(schema, good)).toEqual({
    requests: 4,
    answers: 2,
    shapeless: 1,
    problems: [],
    operations: ['dropThing', 'getThing'],
  });
});

it.each([
  ['a field nobody knows', { query: query.replace('size', 'colour') }, /query: Cannot query field "colour"/],
  ['a selection inside a scalar', { query: query.replace('owner', 'owner { name }') }, /must not have a selection/],
  ['a variable of another type', { query: query.replace('($input: Wanted!)', '($input: ID!)') }, /used in position/],
  ['a missing input', { variables: {} }, /variables: .*required type "Wanted!" was not provided/],
  [
    'an input field nobody knows',
    { variables: { input: { id: '1', colour: 'red' } } },
    /Field "colour" is not defined/,
  ],
  ['a word that is not of the enumeration', { variables: { input: { id: '1', size: 'M' } } }, /"M" does not exist/],
  ['a variable nobody declared', { variables: { input: { id: '1' }, extra: 1 } }, /\$extra is not declared/],
  [
    'an answer of another type',
    { answer: { data: { getThing: { id: '1', size: 'M', owner: null } } } },
    /answer: Enum/,
  ],
  ['an answer without what must be there', { answer: { data: { getThing: { size: 'S', owner: null } } } }, /non-null/],
  ['an answer with less than asked', { answer: { data: { getThing: { id: '1' } } } }, /more or other fields/],
  [
    'an answer with more than asked',
    { answer: { data: { getThing: { id: '1', size: 'S', owner: null, name: 'x' } } } },
    /more or other fields/,
  ],
  ['no query at all', { query: 'hello' }, /not a GraphQL operation/],
])('finds %s', (_what, change, expected) => {
  expect(problems(change)).toMatch(expected);
});

it('leaves out what is allowed by name', () => {
  const bad = [exchange({ variables: {} })];
  expect(
    checkGraphqlExchanges(schema, bad, { isAllowed: (problem) => /was not provided/.test(problem) }).problems,
  ).toEqual([]);
});
