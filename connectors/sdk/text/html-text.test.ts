// Text into HTML and back: nothing becomes markup, nothing of the text is lost.
import { describe, expect, it } from 'vitest';
import { htmlToText, textToHtml } from './html-text.ts';

describe('text and HTML', () => {
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

  it('reads what editors write: styles and scripts are gone, lines stay lines', () => {
    const html =
      '<html><head><style>p { color: red }</style></head><body><div>Hello&nbsp;<b>Dana</b>,</div><p>it &lt;prints&gt; again.<br/>Bye</p><script>x("<p>")</script><!-- note --></body></html>';
    expect(htmlToText(html)).toBe('Hello Dana,\nit <prints> again.\nBye');
  });

  it.each(['', '<', '<<<<', '<p', '&#0;', '&#x110000;', '</', '<style>never closed'])('%j breaks nothing', (html) => {
    expect(typeof htmlToText(html)).toBe('string');
  });

  it('a million signs cost no minute', () => {
    expect(htmlToText('<p '.repeat(400_000)).length).toBeLessThan(1_000_000);
    expect(htmlToText('\n '.repeat(400_000)).length).toBeLessThan(1_000_000);
  });
});
