// What CEL gets beside its standard functions, and the brakes: mixed numbers, bounded growth, counted loops.
//
// Numbers: facts are JSON, so every number in them is a double; `10` in an expression is an int. Standard CEL compares
// the two but will not add them. Here mixed arithmetic gives a double, so `free - 1` and `used / 4` do what they say.
import { type CelList, CelScalar, celFunc, celListConcat, celMethod, listType } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';

const { INT, DOUBLE, STRING, BOOL } = CelScalar;
const LIST = listType(CelScalar.DYN);

export const maxIterations = 2_000;
export const maxTextLength = 256 * 1_024;
const maxMatchedLength = 4_096;
const maxListLength = 10_000;

/** Loops left in the evaluation under way; evaluations are synchronous, one at a time. */
let iterationsLeft = 0;
export const refillIterations = (): void => {
  iterationsLeft = maxIterations;
};

/** names that no expression can spell */
export const tickFunction = 'tick@';
export const boundedFunction = 'bounded@';

const arithmetic: [string, (a: number, b: number) => number][] = [
  ['_+_', (a, b) => a + b],
  ['_-_', (a, b) => a - b],
  ['_*_', (a, b) => a * b],
  ['_/_', (a, b) => a / b],
  ['_%_', (a, b) => a % b],
];
const mixed = arithmetic.flatMap(([name, apply]) => {
  const checked = (a: number, b: number) => {
    if ((name === '_/_' || name === '_%_') && b === 0) throw new Error('division by zero');
    return apply(a, b);
  };
  return [
    celFunc(name, [DOUBLE, INT], DOUBLE, (a, b) => checked(a, Number(b))),
    celFunc(name, [INT, DOUBLE], DOUBLE, (a, b) => checked(Number(a), b)),
    celFunc(name, [DOUBLE, DOUBLE], DOUBLE, checked),
  ];
});

const bounded = (text: string): string => {
  if (text.length > maxTextLength) throw new Error(`a text grew past ${maxTextLength} characters`);
  return text;
};
const joinTexts = (list: CelList, separator: string): string => {
  let text = '';
  let isFirst = true;
  for (const item of list) {
    if (typeof item !== 'string') throw new Error('join() takes a list of texts');
    text = bounded(isFirst ? item : text + separator + item);
    isFirst = false;
  }
  return text;
};

/** of the strings extension, those that cannot grow a text */
const harmless = new Set([
  'charAt',
  'indexOf',
  'lastIndexOf',
  'lowerAscii',
  'upperAscii',
  'split',
  'substring',
  'trim',
]);

const parseInstant = (text: string): number => {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`"${text.slice(0, 40)}" is not a time`);
  return ms;
};

export const engineFunctions = [
  ...mixed,
  ...strings.filter((func) => harmless.has(func.name)),
  celFunc('_+_', [STRING, STRING], STRING, (a, b) => bounded(a + b)),
  celFunc('_+_', [LIST, LIST], LIST, (a, b) => {
    if (a.size + b.size > maxListLength) throw new Error(`a list grew past ${maxListLength} items`);
    return celListConcat(a, b);
  }),
  celMethod('join', LIST, [], STRING, function (this: CelList) {
    return joinTexts(this, '');
  }),
  celMethod('join', LIST, [STRING], STRING, function (this: CelList, separator: string) {
    return joinTexts(this, separator);
  }),
  celFunc('round', [DOUBLE], DOUBLE, (value) => Math.round(value)),
  celFunc('round', [INT], INT, (value) => value),
  celFunc('secondsBetween', [STRING, STRING], DOUBLE, (from, to) => (parseInstant(to) - parseInstant(from)) / 1_000),
  celFunc(tickFunction, [], BOOL, () => {
    iterationsLeft -= 1;
    if (iterationsLeft < 0) throw new Error(`more than ${maxIterations} loop turns`);
    return true;
  }),
  celFunc(boundedFunction, [STRING], STRING, (text) => {
    if (text.length > maxMatchedLength)
      throw new Error(`matches() looks at no more than ${maxMatchedLength} characters`);
    iterationsLeft -= Math.ceil(text.length / 16);
    if (iterationsLeft < 0) throw new Error('too much text to match');
    return text;
  }),
];

/** for "did you mean": what an author may call */
export const functionNames = [
  ...harmless,
  ...[
    'join',
    'round',
    'secondsBetween',
    'size',
    'contains',
    'startsWith',
    'endsWith',
    'matches',
    'has',
    'all',
    'exists',
  ],
  ...['exists_one', 'map', 'filter', 'int', 'uint', 'double', 'string', 'bool', 'timestamp', 'duration', 'type', 'dyn'],
  ...['getFullYear', 'getMonth', 'getDate', 'getDayOfMonth', 'getDayOfWeek', 'getDayOfYear', 'getHours', 'getMinutes'],
  ...['getSeconds', 'getMilliseconds', 'bytes'],
];
