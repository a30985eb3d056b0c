// HTML of articles, notes and mails as plain text for people and models. One pass from left to right, so that markup made
// to be slow is not; scripts, styles and comments are left out. Text that a style hides is kept: whatever a model reads,
// a person can see too.
import { cutText, visibleText } from './cut-text.ts';
import { decodeEntities } from './html-entities.ts';
import { TextLines } from './text-lines.ts';

/** what stands between these tags is no text; it ends at the closing tag and nowhere else */
const silent = new Set([
  'script',
  'style',
  'iframe',
  'object',
  'noembed',
  'noframes',
  'template',
  'svg',
  'math',
  'title',
]);
const paragraphs = new Set(
  'p,h1,h2,h3,h4,h5,h6,table,pre,blockquote,ul,ol,dl,section,article,header,footer,hr,figure,form'.split(','),
);
const lines = new Set('div,br,li,tr,dt,dd,caption,figcaption,option,address'.split(','));

/** @param maxCharacters of the text; markup does not count */
export function htmlToText(html: string, maxCharacters = 100_000): { text: string; isCut: boolean } {
  const out = new TextLines(maxCharacters);
  let at = 0;
  while (at < html.length && !out.isFull) {
    const open = nextTag(html, at);
    out.write(visibleText(decodeEntities(html.slice(at, open))));
    if (open >= html.length) break;
    const tag = readTag(html, open);
    if (tag.name !== '') writeTag(out, tag);
    at = tag.end;
    if (!tag.isClosing && silent.has(tag.name)) at = endOfSilence(html, at, tag.name);
  }
  return cutText(out.text(), maxCharacters);
}

/** a "<" that begins markup; "a < b" is text */
function nextTag(html: string, from: number): number {
  for (let at = html.indexOf('<', from); at !== -1; at = html.indexOf('<', at + 1)) {
    if (/[A-Za-z/!?]/.test(html[at + 1] ?? '')) return at;
  }
  return html.length;
}

interface Tag {
  /** lower-cased; empty for comments and declarations */
  name: string;
  isClosing: boolean;
  /** index behind it; the end of the text when it is never closed */
  end: number;
}

function readTag(html: string, open: number): Tag {
  const after = (index: number, length: number) => (index === -1 ? html.length : index + length);
  if (html.startsWith('<!--', open)) {
    return { name: '', isClosing: false, end: after(html.indexOf('-->', open + 4), 3) };
  }
  const isClosing = html[open + 1] === '/';
  const [name = ''] = /^[A-Za-z][A-Za-z0-9]{0,20}/.exec(html.slice(open + (isClosing ? 2 : 1), open + 24)) ?? [];
  if (name === '') return { name, isClosing, end: after(html.indexOf('>', open + 1), 1) };
  return { name: name.toLowerCase(), isClosing, end: endOfTag(html, open + 1) };
}

/** a ">" inside a quoted value does not end a tag */
function endOfTag(html: string, from: number): number {
  let isValue = false;
  for (let at = from; at < html.length; at++) {
    const letter = html[at];
    if (letter === '>') return at + 1;
    if ((letter === '"' || letter === "'") && isValue) {
      const close = html.indexOf(letter, at + 1);
      if (close === -1) return html.length;
      at = close;
      isValue = false;
    } else if (letter === '=') isValue = true;
    else if (letter !== ' ' && letter !== '\n') isValue = false;
  }
  return html.length;
}

function endOfSilence(html: string, from: number, name: string): number {
  const closing = new RegExp(`</${name}`, 'gi');
  closing.lastIndex = from;
  return closing.exec(html)?.index ?? html.length;
}

function writeTag(out: TextLines, { name, isClosing }: Tag): void {
  if (name === 'ul' || name === 'ol') {
    if (isClosing) out.endList();
    else out.beginList(name === 'ol');
  }
  if (paragraphs.has(name)) out.breakLine(2);
  else if (lines.has(name)) out.breakLine(1);
  if (name === 'pre') out.keepsSpaces = !isClosing;
  if (isClosing) return;
  if (name === 'li') out.beginItem();
  if (name === 'td' || name === 'th') out.beginCell();
}
