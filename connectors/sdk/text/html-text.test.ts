// Text into HTML: nothing becomes markup, and nothing of it is lost on the way back.
import { expect, it } from 'vitest';
import { htmlToText, textToHtml } from './html-text.ts';

it.each([
  'Restarted the spooler.',
  'one\ntwo\n\nthree',
  '<script>alert(1)</script> & "quotes" \'x\' <b>not bold</b>',
  'a < b and c > d; 5<6 &amp; &#39;',
  'Grüße 🖨 ～',
])('%j comes back as it was, and brings no tag of its own', (text) => {
  const html = textToHtml(text);
  expect(html.replace(/<\/?p>|<br>/g, '')).not.toMatch(/[<>]/);
  expect(htmlToText(html)).toBe(text);
});
