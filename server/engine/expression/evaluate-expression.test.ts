import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../ports/run-records.ts';
import { ExpressionError } from './cel-syntax.ts';
import { evaluateCondition, evaluateExpression } from './evaluate-expression.ts';
import { resolveTemplates } from './template.ts';

const facts: JsonObject = {
  a: 10,
  b: 10.5,
  text: 'Hello',
  none: null,
  list: [1, 2, 3],
  map: { 'x y': 1, z: { state: 'running' } },
};

describe('values', () => {
  it.each([
    ['a >= 10', true],
    ['a == 10', true],
    ['b > a', true],
    ['a - 1', 9],
    ['1 + a', 11],
    ['a / 4', 2.5],
    ['b - a', 0.5],
    ['a % 3', 1],
    ['list[0] + 1', 2],
    ['list.map(x, x * 2)', [2, 4, 6]],
    ['list.filter(x, x > 1).size()', 2],
    ['size(list) > 2', true],
    ['map["x y"]', 1],
    ['"z" in map && map["z"].state == "running"', true],
    ['none == null || none > 3', true],
    ['none != null && none > 3', false],
    ['text.lowerAscii().matches("^hel+o$")', true],
    ['has(map.q)', false],
    ['list.map(x, string(x)).join("-")', '1-2-3'],
    ['secondsBetween("2026-11-20T08:00:00Z", "2026-11-20T08:01:00.000Z")', 60],
    ['a > 5 ? "big" : "small"', 'big'],
  ])('%s', (source, wanted) => {
    expect(evaluateExpression(source, facts)).toEqual(wanted);
  });

  it('a whole expression keeps its type, inside text it is written out', () => {
    expect(
      resolveTemplates(
        { whole: '${{ a }}', text: 'is ${{ a }}, ${{ map.z }}, ${{ none }}', map: '${{ {"k": [1, 2]} }}' },
        facts,
      ),
    ).toEqual({
      whole: 10,
      text: 'is 10, {"state":"running"}, unknown',
      map: { k: [1, 2] },
    });
  });
});

describe('nothing of the host is in reach', () => {
  it.each([
    '__proto__',
    'constructor',
    'a.constructor',
    'map.__proto__',
    'map.constructor',
    'map["constructor"]',
    'map["__proto__"]',
    'list.constructor',
    'list["length"]',
    'text.constructor',
    'text.length',
    'toString',
    'hasOwnProperty',
    'globalThis',
    'process.env',
    'this',
    'require("fs")',
    'map.z.__proto__.polluted',
    'list.map(x, x.constructor)',
    'text.toString()',
    'text.replace("", text)',
    'text.format([])',
    'google.protobuf.Value{}',
    'tick@()',
    '`a`',
    'a; b',
    'a = 3',
    '() => 1',
    '[].map(constructor, constructor)[0]',
  ])('%s', (source) => {
    expect(() => evaluateExpression(source, facts)).toThrow(ExpressionError);
  });

  it('keys that look like the host are plain data', () => {
    const hostile: JsonObject = JSON.parse('{"o":{"__proto__":{"polluted":true},"constructor":"c"}}');
    expect(evaluateExpression('o.constructor', hostile)).toBe('c');
    expect(evaluateExpression('o', hostile)).toEqual(hostile.o);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});

/** counts bound the work; this only says that it is not seconds, on a busy machine too */
const bearableMs = 1_500;

describe('what could take for ever is refused in time', () => {
  const many: JsonObject = {
    l: Array.from({ length: 2_000 }, (_, i) => i),
    s: 'a'.repeat(4_000),
    t: 'x'.repeat(60_000),
  };
  it.each([
    ['nested loops', 'l.map(x, l.map(y, l.map(z, x + y + z)))'],
    ['loops whose errors are swallowed', 'l.exists(x, l.exists(y, l.exists(z, z == -1)))'],
    ['texts that double', '[t].map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x)'],
    ['joins that multiply', 'l.map(x, t).join(t)'],
    ['lists that grow', `[${Array.from({ length: 12 }, () => 'l').join(' + ')}]`],
    ['a computed pattern', 'text.matches(s)'],
    ['a long text to match', 't.matches("(x+)+$")'],
    ['a long pattern', `s.matches("${'a?'.repeat(200)}")`],
    ['deep brackets', `${'('.repeat(200)}1${')'.repeat(200)}`],
    ['many nots', `${'!'.repeat(200)}true`],
    ['a long chain', Array.from({ length: 1_000 }, () => '1').join('+')],
    ['a long source', `"${'x'.repeat(5_000)}"`],
    ['nothing', '  '],
  ])('%s', (_name, source) => {
    const began = performance.now();
    expect(() => evaluateExpression(source, many)).toThrow(ExpressionError);
    expect(performance.now() - began).toBeLessThan(bearableMs);
  });

  it('a bomb of a pattern is linear', () => {
    const began = performance.now();
    expect(evaluateCondition('s.matches("^(a+)+b$")', many)).toBe(false);
    expect(performance.now() - began).toBeLessThan(bearableMs);
  });
});

describe('any text at all', () => {
  const seed = Number(process.env.ENGINE_SEED ?? Date.now() % 2_147_483_647);
  const token = fc.constantFrom(
    'a',
    'b',
    'text',
    'none',
    'list',
    'map',
    '.',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '+',
    '-',
    '*',
    '/',
    '%',
    '&&',
    '||',
    '!',
    '==',
    '<',
    '?',
    ':',
    ',',
    '"x"',
    '1',
    '2.5',
    'map(x,',
    'size',
    'matches',
    '__proto__',
    'constructor',
    'null',
    ' ',
    'in',
    '\\',
    "'",
  );
  it(`gives data or an ExpressionError, never anything else (seed ${seed})`, () => {
    let count = 0;
    fc.assert(
      fc.property(fc.array(token, { maxLength: 25 }), (tokens) => {
        count += 1;
        try {
          const value = evaluateExpression(tokens.join(''), facts);
          expect(value).toEqual(JSON.parse(JSON.stringify(value)));
        } catch (caught) {
          expect(caught).toBeInstanceOf(ExpressionError);
        }
      }),
      { seed, numRuns: 3_000 },
    );
    expect(count).toBe(3_000);
  });
});
