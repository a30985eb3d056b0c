// Automate's `condition`: comparisons joined with and/or and parentheses, over fields with dots. Texts in single or double
// quotes, dates bare, true and false. Field names without regard to case, as everything on this server.

type Row = Record<string, unknown>;
type Test = (row: Row) => boolean;
export class ConditionProblem extends Error {}

const token =
  /\s*(\(|\)|,|<=|>=|!=|=|<|>|'[^']*'|"[^"]*"|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?|-?\d+(?:\.\d+)?|[A-Za-z_][\w.]*)/y;

export function parseCondition(text: string): Test {
  const tokens: string[] = [];
  token.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ''; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(text)?.[1];
    if (found === undefined) throw new ConditionProblem(`Unexpected text at "${text.slice(at, at + 20)}".`);
    tokens.push(found);
  }
  const parser = { tokens, at: 0 };
  const test = either(parser);
  if (parser.at < tokens.length) throw new ConditionProblem(`Unexpected "${tokens[parser.at]}".`);
  return test;
}

interface Parser {
  tokens: string[];
  at: number;
}
const peek = (parser: Parser) => (parser.tokens[parser.at] ?? '').toLowerCase();
const take = (parser: Parser) => parser.tokens[parser.at++] ?? '';
function takeIf(parser: Parser, word: string): boolean {
  if (peek(parser) !== word) return false;
  parser.at++;
  return true;
}

function either(parser: Parser): Test {
  const tests = [both(parser)];
  while (takeIf(parser, 'or')) tests.push(both(parser));
  return (row) => tests.some((test) => test(row));
}

function both(parser: Parser): Test {
  const tests = [one(parser)];
  while (takeIf(parser, 'and')) tests.push(one(parser));
  return (row) => tests.every((test) => test(row));
}

function one(parser: Parser): Test {
  if (takeIf(parser, '(')) {
    const inner = either(parser);
    if (!takeIf(parser, ')')) throw new ConditionProblem('A parenthesis is missing.');
    return inner;
  }
  const field = take(parser);
  if (!/^[A-Za-z_]/.test(field)) throw new ConditionProblem(`"${field}" is not a field.`);
  const isNegative = takeIf(parser, 'not');
  const operator = take(parser).toLowerCase();
  const values = operator === 'in' ? list(parser) : [readValue(take(parser))];
  const compare = operators[operator];
  if (!compare) throw new ConditionProblem(`"${operator}" is not an operator.`);
  return (row) => compare(fieldOf(row, field), values) !== isNegative;
}

function list(parser: Parser): string[] {
  if (!takeIf(parser, '(')) throw new ConditionProblem('"in" needs a list.');
  const values = [readValue(take(parser))];
  while (takeIf(parser, ',')) values.push(readValue(take(parser)));
  if (!takeIf(parser, ')')) throw new ConditionProblem('A parenthesis is missing.');
  return values;
}

function readValue(given: string): string {
  if (/^['"]/.test(given)) return given.slice(1, -1);
  if (/^(-?\d|true$|false$)/i.test(given)) return given;
  throw new ConditionProblem(`"${given}" is not a value.`);
}

export function fieldOf(row: Row, path: string): string | null {
  let value: unknown = row;
  for (const part of path.toLowerCase().split('.')) {
    if (typeof value !== 'object' || value === null) return null;
    value = Object.entries(value).find(([name]) => name.toLowerCase() === part)?.[1];
  }
  return value === undefined || value === null || typeof value === 'object' ? null : String(value);
}

/** A zone in a date is not looked at: what is stored in the server's own time is compared as it stands. */
export function order(a: string, b: string): number {
  const isDate = (text: string) => /^\d{4}-\d\d-\d\dT/.test(text);
  const number = (text: string) =>
    Number(isDate(text) ? Date.parse(`${text.replace(/(Z|[+-]\d\d:\d\d)$/, '')}Z`) : text);
  const difference = number(a) - number(b);
  return Number.isNaN(difference) ? a.toLowerCase().localeCompare(b.toLowerCase()) : difference;
}

type Compare = (field: string | null, values: string[]) => boolean;
const ordered =
  (fits: (difference: number) => boolean): Compare =>
  (field, [value = '']) =>
    field !== null && fits(order(field, value));
const operators: Record<string, Compare> = {
  '=': ordered((difference) => difference === 0),
  eq: ordered((difference) => difference === 0),
  '!=': (field, [value = '']) => field === null || order(field, value) !== 0,
  '<': ordered((difference) => difference < 0),
  '<=': ordered((difference) => difference <= 0),
  '>': ordered((difference) => difference > 0),
  '>=': ordered((difference) => difference >= 0),
  contains: (field, [value = '']) => (field ?? '').toLowerCase().includes(value.toLowerCase()),
  like: (field, [value = '']) => (field ?? '').toLowerCase().includes(value.replaceAll('%', '').toLowerCase()),
  in: (field, values) => field !== null && values.some((value) => order(field, value) === 0),
};
