import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitYamlLine } from './split-yaml-line.ts';

const kinds = (line: string) => splitYamlLine(line).map((part) => `${part.kind}:${part.text}`);

it('tells keys, expressions and comments apart', () => {
  expect(kinds('  - id: clean # why')).toEqual(['text:  - ', 'key:id', 'text::', 'text: clean ', 'comment:# why']);
  expect(kinds('device: "${{ device.id }}"')).toEqual([
    'key:device',
    'text::',
    'text: "',
    'expression:${{ device.id }}',
    'text:"',
  ]);
});

it('leaves a # inside quotes or a word alone', () => {
  expect(kinds('title: "a # b"')).toEqual(['key:title', 'text::', 'text: "a # b"']);
  expect(kinds('url: x#y')).toEqual(['key:url', 'text::', 'text: x#y']);
});

it('loses nothing of any line', () => {
  fc.assert(
    fc.property(fc.string(), (line) => {
      expect(
        splitYamlLine(line)
          .map((part) => part.text)
          .join(''),
      ).toBe(line);
    }),
  );
});
