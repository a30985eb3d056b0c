// What a sandbox understands of GraphQL, and what it refuses as a server would.
import { describe, expect, it } from 'vitest';
import { GraphqlRefusal, parseGraphql } from './parse-graphql.ts';
import { jsonScalar, selectFields } from './select-fields.ts';

const codeOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof GraphqlRefusal) return error.code;
    throw error;
  }
  throw new Error('It was expected to be refused and was not.');
};

describe('a document', () => {
  it('gives its operation, arguments of every kind, and what is selected', () => {
    const source = `query list($input: ListInput!, $ids: [ID!]) {
      getThings(input: $input, ids: $ids, page: {size: 5, sort: [{by: "a \\"b\\"", order: DESC}], isAll: true, after: null}) {
        id, parts { name }
      }
    }`;
    expect(parseGraphql(source, { input: { a: 1 } })).toEqual({
      kind: 'query',
      fields: [
        {
          name: 'getThings',
          arguments: {
            input: { a: 1 },
            ids: null,
            page: { size: 5, sort: [{ by: 'a "b"', order: 'DESC' }], isAll: true, after: null },
          },
          fields: [
            { name: 'id', arguments: {}, fields: null },
            { name: 'parts', arguments: {}, fields: [{ name: 'name', arguments: {}, fields: null }] },
          ],
        },
      ],
    });
    expect(parseGraphql('mutation { drop }', {}).kind).toBe('mutation');
  });
  it.each([
    '',
    '{',
    '{}',
    'query { a ',
    'query { a } }',
    'subscription { a }',
    'query { ...part }',
    'query ($a) { b }',
  ])('"%s" is a syntax error', (source) => expect(codeOf(() => parseGraphql(source, {}))).toBe('InvalidSyntax'));
  it('a variable must be declared', () => {
    expect(codeOf(() => parseGraphql('query { a(b: $c) }', { c: 1 }))).toBe('UndefinedVariable');
  });
});

describe('a selection', () => {
  const record = { id: '1', owner: jsonScalar({ name: 'Ana' }), parts: [{ name: 'a' }, { name: 'b' }], none: null };
  const select = (source: string) =>
    selectFields({ thing: record }, { name: 'query', arguments: {}, fields: parseGraphql(source, {}).fields });

  it('gives exactly what was asked, scalars whole', () => {
    expect(select('{ thing { owner parts { name } none { x } } }')).toEqual({
      thing: { owner: { name: 'Ana' }, parts: [{ name: 'a' }, { name: 'b' }], none: null },
    });
  });
  it.each([
    ['{ thing { owner { name } } }', 'SubSelectionNotAllowed'],
    ['{ thing { id { x } } }', 'SubSelectionNotAllowed'],
    ['{ thing { parts } }', 'SubSelectionRequired'],
    ['{ thing { colour } }', 'FieldUndefined'],
  ])('%s is refused: %s', (source, code) => expect(codeOf(() => select(source))).toBe(code));
});
