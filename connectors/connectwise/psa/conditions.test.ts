import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allOf, compareNumber, containsText, equalsText, isFlag, sinceInstant } from './conditions.ts';
import { parseConditions } from './sandbox/conditions-grammar.ts';

const anyField = () => true;
const seed = 20261120;
const sentence = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => !/[\p{Cc}"]/u.test(text));

describe('conditions', () => {
  it('joins what is present and leaves out what is not', () => {
    expect(allOf(null, undefined, false)).toBeUndefined();
    expect(allOf(isFlag('closedFlag', false), null, compareNumber('company/id', '=', 11))).toBe(
      'closedFlag=False and company/id=11',
    );
  });

  it('cuts the fraction of a second, never rounds it up', () => {
    expect(allOf(sinceInstant('lastUpdated', new Date('2026-01-31T18:04:26.999Z')))).toBe(
      'lastUpdated >= [2026-01-31T18:04:26Z]',
    );
  });

  it('refuses a double quote where an exact text is asked for', () => {
    expect(() => equalsText('externalXRef', 'a" or id > 0 or summary = "')).toThrow(/double quote/);
  });

  it('refuses line breaks and other control characters in an exact text', () => {
    expect(() => equalsText('summary', 'a\nb')).toThrow(/line breaks/);
  });

  it('turns what cannot be written into a wildcard where letters anywhere are asked for', () => {
    expect(allOf(containsText('summary', 'disk\r\nfull'))).toBe('summary like "*disk*full*"');
    expect(allOf(containsText('summary', '24" monitor'))).toBe('summary like "*24* monitor*"');
  });

  it('refuses ids that are not whole numbers', () => {
    expect(() => compareNumber('id', '=', Number.NaN)).toThrow(/whole numbers/);
    expect(() => compareNumber('id', '=', 1.5)).toThrow(/whole numbers/);
  });

  it(`no text adds a condition of its own (seed ${seed}, 2,000 texts)`, () => {
    let runs = 0;
    fc.assert(
      fc.property(sentence, sentence, (wanted, other) => {
        runs++;
        const matches = parseConditions(allOf(equalsText('summary', wanted)) ?? '', anyField);
        expect(matches({ summary: wanted })).toBe(true);
        expect(matches({ summary: `${wanted}x` })).toBe(false);
        if (other.toLowerCase() !== wanted.toLowerCase()) expect(matches({ summary: other })).toBe(false);
      }),
      { seed, numRuns: 2_000 },
    );
    expect(runs).toBe(2_000);
  });

  it(`a text is found anywhere in a longer one (seed ${seed}, 2,000 texts)`, () => {
    let runs = 0;
    fc.assert(
      fc.property(sentence, sentence, sentence, (before, wanted, after) => {
        runs++;
        const matches = parseConditions(allOf(containsText('summary', wanted)) ?? '', anyField);
        expect(matches({ summary: before + wanted + after })).toBe(true);
      }),
      { seed, numRuns: 2_000 },
    );
    expect(runs).toBe(2_000);
  });
});
