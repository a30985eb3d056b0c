import { describe, expect, it } from 'vitest';
import { likenessOf, NameIndex } from './name-likeness.ts';

describe('two names', () => {
  it.each([
    ['Acme Dental, Inc.', 'ACME Dental', 0.97],
    ['Acme Dental', 'Acme Dental Group - HQ', 0.82],
    ['Harbor Logistics', 'Harbour Logistics', 0.86],
    ['NWB', 'North West Brewing', 0.6],
    ['Acme Dental', 'Bluewater Law', null],
    ['', 'Acme', null],
    ['Bay', 'Bay Street Partners', null],
  ])('"%s" and "%s" are alike: %s', (left, right, confidence) => {
    expect(likenessOf(left, right)?.confidence ?? null).toBe(confidence);
    expect(likenessOf(right, left)?.confidence ?? null).toBe(confidence);
  });
});

it('many names are searched by what they share, the best first, without the one that is chosen', () => {
  const many = Array.from({ length: 2_000 }, (_, at) => ({ id: `x${at}`, name: `Customer ${at} of the list` }));
  const index = new NameIndex([
    { id: 'a', name: 'Acme Dental' },
    { id: 'b', name: 'Acme Dental Group' },
    { id: 'c', name: 'Bluewater Law' },
    ...many,
  ]);
  expect(index.suggest('ACME Dental Inc.').map(({ id }) => id)).toEqual(['a', 'b']);
  expect(index.suggest('ACME Dental Inc.', ({ id }) => id === 'a').map(({ id }) => id)).toEqual(['b']);
  expect(index.suggest('Nobody like it')).toEqual([]);
});
