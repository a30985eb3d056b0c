import { expect, it } from 'vitest';
import { slugOf } from './org-slug.ts';

it.each([
  ['Brightline IT', 'brightline-it'],
  ['  Müller & Söhne GmbH ', 'muller-sohne-gmbh'],
  ['日本', 'msp'],
  ['--', 'msp'],
  ['API', 'api-msp'],
  ['sign in', 'sign-in-msp'],
  ['x'.repeat(100), 'x'.repeat(40)],
])('"%s" lives at /%s', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
