import { describe, expect, it } from 'vitest';
import { jsonbText } from './jsonb-text.ts';

describe('jsonb text', () => {
  it('leaves ordinary JSON as it is', () => {
    const value = { a: [1, 'x "quoted" \\u0000 text', null, { é: '😀' }] };
    expect(JSON.parse(jsonbText(value))).toEqual(value);
  });

  it('replaces what Postgres refuses, in values and in keys', () => {
    const value = { 'k\0': ['a\0b', '\ud800x', { deep: 'y\udfff' }] };
    expect(JSON.parse(jsonbText(value))).toEqual({ 'k\uFFFD': ['a\uFFFDb', '\uFFFDx', { deep: 'y\uFFFD' }] });
  });

  it('writes undefined as null', () => {
    expect(jsonbText(undefined)).toBe('null');
  });
});
