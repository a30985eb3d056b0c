import { describe, expect, it } from 'vitest';
import { storableJson, storableText } from './storable-text.ts';

describe('text of strangers', () => {
  it.each([
    ['a\u0000b', 'ab'],
    ['half \ud83d of a pair', 'half \ufffd of a pair'],
    ['restart-\u202Eecivres', 'restart-\ufffdecivres'],
    ['\u2066ACME\u2069-DC01', '\ufffdACME\ufffd-DC01'],
  ])('loses what cannot be stored, and shows what would deceive: %j', (given, kept) => {
    expect(storableText(given)).toBe(kept);
  });

  it.each([['مرحبا\u200F!'], ['שלום'], ['😀 naïve\t\r\n'], ['a literal \\u0000 of six letters'], ['']])(
    'is otherwise as it was: %j',
    (text) => {
      expect(storableText(text)).toBe(text);
      expect(JSON.parse(storableJson({ [text]: [text] }))).toEqual({ [text]: [text] });
    },
  );

  it('is cleaned inside JSON, names too, and a name like a prototype is only a name', () => {
    const hostile = JSON.parse('{"__proto__": {"x": "a\\u0000"}, "k\\u0000ey": ["\\ud800"]}');
    expect(storableJson(hostile)).toBe('{"__proto__":{"x":"a"},"key":["\ufffd"]}');
    expect(({} as { x?: string }).x).toBeUndefined();
  });
});
