// Notes of many vendors are HTML. Ours are plain text both ways: what we write is escaped, so that a ticket's text never
// becomes markup or a script in somebody's browser; what we read loses its markup. Pure, and linear in the length.

const longestHtml = 200_000;

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

/** What a person would read of it: no tags, styles or scripts, entities as letters, at most one blank line in a row. */
export function htmlToText(html: string): string {
  const [before = '', ...pieces] = html.slice(0, longestHtml).split('<');
  let text = before;
  let hidden: string | null = null;
  for (const piece of pieces) {
    const tag = /^(\/?)([A-Za-z][A-Za-z0-9]*)|^!/.exec(piece);
    const name = tag?.[2]?.toLowerCase() ?? '';
    const isEnd = tag?.[1] === '/';
    if (hidden !== null && !(isEnd && name === hidden)) continue;
    const end = tag ? piece.indexOf('>') : -1;
    if (hidden === null && !isEnd && (name === 'style' || name === 'script')) hidden = name;
    else {
      hidden = null;
      // a "<" that begins no tag is a letter like any other
      text += tag ? lineBreak(name, isEnd) + (end < 0 ? '' : piece.slice(end + 1)) : `<${piece}`;
    }
  }
  return decodeEntities(text)
    .replaceAll('\u00a0', ' ')
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const blocks = new Set(['p', 'div', 'li', 'tr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre']);

function lineBreak(name: string, isEnd: boolean): string {
  if (name === 'br') return '\n';
  if (!isEnd || !blocks.has(name)) return '';
  return name === 'p' ? '\n\n' : '\n';
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

const decodeEntities = (text: string) =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
