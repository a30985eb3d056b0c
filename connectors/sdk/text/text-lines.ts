// Builds plain text out of pieces: spaces in a row become one, breaks in a row become at most an empty line.
const deepestList = 20;

export class TextLines {
  /** inside <pre> */
  keepsSpaces = false;
  private readonly parts: string[] = [];
  private length = 0;
  private breaks = 0;
  private hasSpace = false;
  private isLineEmpty = true;
  /** per open list: the number of its last item; null = bullets */
  private readonly lists: (number | null)[] = [];
  private readonly maxCharacters: number;

  constructor(maxCharacters: number) {
    this.maxCharacters = maxCharacters;
  }

  get isFull(): boolean {
    return this.length > this.maxCharacters;
  }

  write(text: string): void {
    if (this.keepsSpaces) {
      if (text !== '') this.append(text.replaceAll('\u00a0', ' '));
      return;
    }
    if (text === '') return;
    const words = text.split(/[\s\u00a0]+/);
    for (const [index, word] of words.entries()) {
      if (index > 0) this.hasSpace = true;
      if (word !== '') this.append(word);
    }
  }

  breakLine(count: 1 | 2): void {
    this.breaks = Math.max(this.breaks, count);
    this.hasSpace = false;
  }

  beginList(isNumbered: boolean): void {
    if (this.lists.length < deepestList) this.lists.push(isNumbered ? 0 : null);
  }

  endList(): void {
    this.lists.pop();
  }

  beginItem(): void {
    const last = this.lists.at(-1);
    const indent = '  '.repeat(Math.max(this.lists.length - 1, 0));
    if (typeof last === 'number') this.lists[this.lists.length - 1] = last + 1;
    this.append(`${indent}${typeof last === 'number' ? `${last + 1}.` : '-'}`);
    this.hasSpace = true;
  }

  /** cells of a row stand beside each other */
  beginCell(): void {
    if (this.isLineEmpty || this.breaks > 0) return;
    this.append(' |');
    this.hasSpace = true;
  }

  text(): string {
    return this.parts.join('').trim();
  }

  private append(piece: string): void {
    let before = '';
    if (this.breaks > 0 && this.length > 0) before = '\n'.repeat(this.breaks);
    else if (this.hasSpace && this.length > 0) before = ' ';
    this.breaks = 0;
    this.hasSpace = false;
    this.isLineEmpty = false;
    this.parts.push(before, piece);
    this.length += before.length + piece.length;
  }
}
