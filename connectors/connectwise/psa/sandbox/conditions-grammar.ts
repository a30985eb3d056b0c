// Reads and evaluates the `conditions` language, so that the sandbox refuses what ConnectWise would refuse.
//   expression = term (("and"|"or") term)* · term = ["not"] "(" expression ")" | field operator value
type Value = string | number | boolean | null | { instantMs: number };
export type Predicate = (row: Record<string, unknown>) => boolean;

export class ConditionsError extends Error {}

type Token = { kind: 'word' | 'text' | 'instant' | 'sign'; value: string };

function tokens(source: string): Token[] {
  const found: Token[] = [];
  const pattern =
    /\s+|"((?:\[\[\]|[^"])*)"|\[([^\]]*)\]|(>=|<=|!=|=|<|>|\(|\)|,)|([A-Za-z_][\w/]*|-?\d+(?:\.\d+)?(?![\w/]))/gy;
  let at = 0;
  while (at < source.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (!match) throw new ConditionsError(`unexpected character at ${at}: ${source.slice(at, at + 12)}`);
    at = pattern.lastIndex;
    if (match[1] !== undefined) found.push({ kind: 'text', value: match[1] });
    else if (match[2] !== undefined) found.push({ kind: 'instant', value: match[2] });
    else if (match[3] !== undefined) found.push({ kind: 'sign', value: match[3] });
    else if (match[4] !== undefined) found.push({ kind: 'word', value: match[4] });
  }
  return found;
}

/** @throws ConditionsError */
export function parseConditions(source: string, isField: (path: string) => boolean): Predicate {
  const reader = new Reader(tokens(source), isField);
  const predicate = reader.expression();
  reader.end();
  return predicate;
}

class Reader {
  private at = 0;
  private readonly list: Token[];
  private readonly isField: (path: string) => boolean;

  constructor(list: Token[], isField: (path: string) => boolean) {
    this.list = list;
    this.isField = isField;
  }

  /** `and` binds tighter than `or` */
  expression(): Predicate {
    let left = this.conjunction();
    while (this.takeWord('or')) {
      const [a, b] = [left, this.conjunction()];
      left = (row) => a(row) || b(row);
    }
    return left;
  }

  private conjunction(): Predicate {
    let left = this.term();
    while (this.takeWord('and')) {
      const [a, b] = [left, this.term()];
      left = (row) => a(row) && b(row);
    }
    return left;
  }

  private term(): Predicate {
    if (this.takeWord('not')) return negate(this.term());
    if (this.takeSign('(')) {
      const inner = this.expression();
      if (!this.takeSign(')')) throw new ConditionsError('a parenthesis is not closed');
      return inner;
    }
    const field = this.next('a field');
    if (field.kind !== 'word') throw new ConditionsError(`expected a field, found ${field.value}`);
    if (!this.isField(field.value)) throw new ConditionsError(`unknown field ${field.value}`);
    return this.comparison(field.value);
  }

  private comparison(field: string): Predicate {
    if (this.takeWord('not')) return negate(this.comparison(field));
    const operator = this.next('an operator').value.toLowerCase();
    if (operator === 'in') {
      const values = this.values();
      return (row) => values.some((value) => equal(read(row, field), value));
    }
    const value = this.value();
    if (operator === 'like') return (row) => matchesLike(read(row, field), value);
    if (operator === 'contains') return (row) => includes(read(row, field), value);
    const compare = comparisons[operator];
    if (!compare) throw new ConditionsError(`unknown operator ${operator}`);
    return (row) => compare(read(row, field), value);
  }

  private values(): Value[] {
    if (!this.takeSign('(')) throw new ConditionsError('"in" wants a list in parentheses');
    const values = [this.value()];
    while (this.takeSign(',')) values.push(this.value());
    if (!this.takeSign(')')) throw new ConditionsError('a list is not closed');
    return values;
  }

  private value(): Value {
    const token = this.next('a value');
    if (token.kind === 'text') return token.value;
    if (token.kind === 'instant') {
      const instantMs = Date.parse(token.value);
      if (Number.isNaN(instantMs)) throw new ConditionsError(`not a date: ${token.value}`);
      return { instantMs };
    }
    const word = token.value.toLowerCase();
    if (token.kind === 'word' && word in constants) return constants[word] ?? null;
    if (token.kind === 'word' && /^-?\d/.test(token.value)) return Number(token.value);
    throw new ConditionsError(`expected a value, found ${token.value}; texts want double quotes`);
  }

  end(): void {
    const rest = this.list[this.at];
    if (rest) throw new ConditionsError(`unexpected ${rest.value}`);
  }

  private next(what: string): Token {
    const token = this.list[this.at++];
    if (!token) throw new ConditionsError(`expected ${what} at the end`);
    return token;
  }

  private takeWord(word: string): boolean {
    const token = this.list[this.at];
    const fits = token?.kind === 'word' && token.value.toLowerCase() === word;
    if (fits) this.at++;
    return fits;
  }

  private takeSign(sign: string): boolean {
    const token = this.list[this.at];
    const fits = token?.kind === 'sign' && token.value === sign;
    if (fits) this.at++;
    return fits;
  }
}

const constants: Record<string, boolean | null> = { true: true, false: false, null: null };

const negate =
  (predicate: Predicate): Predicate =>
  (row) =>
    !predicate(row);

/** `status/name`; `lastUpdated` and its like live in `_info` */
export function read(row: Record<string, unknown>, path: string): unknown {
  let value: unknown = row;
  for (const part of path.split('/')) {
    if (value === null || typeof value !== 'object') return null;
    const here: Record<string, unknown> = value as Record<string, unknown>;
    value = here[part] ?? (value === row ? (row._info as Record<string, unknown> | undefined)?.[part] : undefined);
  }
  return value ?? null;
}

/** Texts compare without case, as its database does. Equality knows no `[[]`: that is a matter of every text. */
function comparable(given: unknown, wanted: Value): [string | number, string | number] | null {
  if (wanted !== null && typeof wanted === 'object') {
    const at = typeof given === 'string' ? Date.parse(given) : Number.NaN;
    return Number.isNaN(at) ? null : [at, wanted.instantMs];
  }
  if (typeof wanted === 'number') return typeof given === 'number' ? [given, wanted] : null;
  if (typeof wanted === 'string')
    return typeof given === 'string' ? [given.toLowerCase(), plainText(wanted).toLowerCase()] : null;
  return null;
}

const plainText = (text: string) => text.replaceAll('[[]', '[');

function equal(given: unknown, wanted: Value): boolean {
  if (wanted === null) return given === null || given === '';
  if (typeof wanted === 'boolean') return (given ?? false) === wanted;
  const pair = comparable(given, wanted);
  return pair !== null && pair[0] === pair[1];
}

const ordered =
  (test: (a: string | number, b: string | number) => boolean) =>
  (given: unknown, wanted: Value): boolean => {
    const pair = comparable(given, wanted);
    return pair !== null && test(pair[0], pair[1]);
  };

const comparisons: Record<string, (given: unknown, wanted: Value) => boolean> = {
  '=': equal,
  '!=': (given, wanted) => !equal(given, wanted),
  '<': ordered((a, b) => a < b),
  '<=': ordered((a, b) => a <= b),
  '>': ordered((a, b) => a > b),
  '>=': ordered((a, b) => a >= b),
};

function includes(given: unknown, wanted: Value): boolean {
  if (typeof wanted !== 'string') throw new ConditionsError('"contains" wants a text');
  return typeof given === 'string' && given.toLowerCase().includes(plainText(wanted).toLowerCase());
}

/** `*` stands for any letters; a character class is how `[` is written */
function matchesLike(given: unknown, wanted: Value): boolean {
  if (typeof wanted !== 'string') throw new ConditionsError('"like" wants a text');
  if (typeof given !== 'string') return false;
  const parts = plainText(wanted).toLowerCase().split('*');
  let rest = given.toLowerCase();
  const first = parts.shift() ?? '';
  if (!rest.startsWith(first)) return false;
  rest = rest.slice(first.length);
  const last = parts.pop();
  if (last === undefined) return rest === '';
  for (const part of parts) {
    const found = rest.indexOf(part);
    if (found < 0) return false;
    rest = rest.slice(found + part.length);
  }
  return rest.endsWith(last);
}
