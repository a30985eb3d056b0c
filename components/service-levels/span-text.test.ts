import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSpan, readTimeOfDay, spanText, timeOfDay } from './span-text.ts';

it.each([
  ['8', 480],
  ['8:30', 510],
  ['08.30', 510],
  ['0830', 510],
  ['00:00', 0],
  ['24:00', 1_440],
  ['24:01', null],
  ['8:60', null],
  ['8:3', null],
  ['noon', null],
  ['', null],
])('"%s" is the time of day %s', (text, minutes) => expect(readTimeOfDay(text)).toBe(minutes));

it.each([
  ['30 min', 30],
  ['4h', 240],
  ['4 hours', 240],
  ['1 h 30 min', 90],
  ['1h30', 90],
  ['1:30', 90],
  ['1.5 h', 90],
  ['1,5 h', 90],
  ['30', null],
  ['2 d', null],
  ['-1 h', null],
  ['', null],
])('"%s" is a span of %s minutes', (text, minutes) => expect(readSpan(text)).toBe(minutes));

it('what is shown can be typed back', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1_440 }), (at) => readTimeOfDay(timeOfDay(at)) === at));
  fc.assert(fc.property(fc.integer({ min: 0, max: 525_600 }), (span) => readSpan(spanText(span)) === span));
});
