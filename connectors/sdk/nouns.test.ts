// What crosses the border of a connector, whatever the connector let through.
import { expect, it } from 'vitest';
import { shownAddressSchema } from './nouns.ts';

it.each([
  ['https://psa.example/tickets/1', 'https://psa.example/tickets/1'],
  ['http://127.0.0.1:4100/tickets/1', 'http://127.0.0.1:4100/tickets/1'],
  ['javascript:alert(document.cookie)', null],
  ['data:text/html,<script>alert(1)</script>', null],
  ['https://user:pass@psa.example/', null],
  ['/tickets/1', null],
  ['', null],
  [null, null],
])('an address to click: %s is %s', (said, shown) => expect(shownAddressSchema.parse(said)).toBe(shown));
