import { expect, it } from 'vitest';
import { webLink } from './web-link.ts';

it.each([
  ['https://docs.example/a b', undefined, 'https://docs.example/a%20b'],
  ['/kba/x', 'https://docs.example', 'https://docs.example/kba/x'],
  ['javascript:alert(1)', 'https://docs.example', null],
  ['data:text/html,x', 'https://docs.example', null],
  ['https://user:secret@docs.example/', undefined, null],
  ['/kba/x', undefined, null],
  ['', 'https://docs.example', null],
  [null, 'https://docs.example', null],
])('%s at %s is %s', (text, base, link) => expect(webLink(text, base)).toBe(link));
