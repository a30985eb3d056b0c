// What is written is what the program reads back.
import { expect, it } from 'vitest';
import { windowsArgument } from './windows-argument.ts';

/** the rules of the reader, letter by letter */
function readBack(written: string): string[] {
  const found: string[] = [];
  let word: string | null = null;
  let isQuoted = false;
  for (let at = 0; at < written.length; ) {
    const slashes = /^\\*/.exec(written.slice(at))?.[0].length ?? 0;
    const after = written[at + slashes];
    if (slashes > 0) {
      const isBeforeQuote = after === '"';
      word = (word ?? '') + '\\'.repeat(isBeforeQuote ? Math.floor(slashes / 2) : slashes);
      at += slashes;
      if (isBeforeQuote && slashes % 2 === 1) {
        word += '"';
        at++;
      }
      continue;
    }
    if (after === '"') {
      isQuoted = !isQuoted;
      word ??= '';
    } else if (after === ' ' && !isQuoted) {
      if (word !== null) found.push(word);
      word = null;
    } else word = (word ?? '') + after;
    at++;
  }
  return word === null ? found : [...found, word];
}

it.each([
  'plain',
  'two words',
  'a "quoted" word',
  'C:\\Temp\\',
  'C:\\"',
  '\\\\server\\share\\',
  '"',
  '\\"',
  '',
  `it's "x\\\\" & more`,
])('%j is one argument, and the same text', (text) => {
  expect(readBack(windowsArgument(text))).toEqual([text]);
});
