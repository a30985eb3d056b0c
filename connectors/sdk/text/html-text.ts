// Notes of vendors that keep them as HTML. What we write is escaped, so that a ticket's text never becomes markup or a script
// in somebody's browser; what we read is read by `html-to-text.ts`.
import { htmlToText as readHtml } from './html-to-text.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

/** Plain text as HTML that shows exactly that text: paragraphs at blank lines, `<br>` at line ends. */
export function textToHtml(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('');
}

/** A note as plain text, of at most 100,000 characters. */
export const htmlToText = (html: string): string => readHtml(html).text;
