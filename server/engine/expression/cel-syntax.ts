// CEL text to a syntax tree, within bounds. What the tree may contain is decided here, before anything evaluates it.
import { parse } from '@bufbuild/cel';

export type CelExpr = ReturnType<typeof parse>['expr'];

export const maxExpressionLength = 4_096;
export const maxExpressionNesting = 32;
const maxTreeDepth = 120;
export const maxPatternLength = 200;

export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  /** characters from the start of the expression, when known */
  readonly offset: number;

  constructor(message: string, offset = 0) {
    super(message);
    this.offset = offset;
  }
}

/** Looks at the text only: the parser must not recurse into something absurd. */
const checkNesting = (source: string): void => {
  let depth = 0;
  let unary = 0;
  let quote = '';
  for (let index = 0; index < source.length; index += 1) {
    const char = source[index] ?? '';
    if (quote !== '') {
      if (char === '\\') index += 1;
      else if (char === quote) quote = '';
      continue;
    }
    if (char === '"' || char === "'") quote = char;
    unary = char === '!' || char === '-' ? unary + 1 : char === ' ' ? unary : 0;
    if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth -= 1;
    else if (char === '?') depth += 1;
    if (depth > maxExpressionNesting || unary > maxExpressionNesting) {
      throw new ExpressionError(`The expression is nested deeper than ${maxExpressionNesting} levels.`, index);
    }
  }
};

/** The parts of a node, whatever its kind. */
export const childrenOf = (expr: CelExpr): CelExpr[] => {
  const kind = expr.exprKind;
  const some = (...parts: (CelExpr | undefined)[]) => parts.filter((part) => part !== undefined);
  switch (kind.case) {
    case 'selectExpr':
      return some(kind.value.operand);
    case 'callExpr':
      return some(kind.value.target, ...kind.value.args);
    case 'listExpr':
      return kind.value.elements;
    case 'structExpr':
      return kind.value.entries.flatMap((entry) =>
        some(entry.keyKind.case === 'mapKey' ? entry.keyKind.value : undefined, entry.value),
      );
    case 'comprehensionExpr': {
      const { iterRange, accuInit, loopCondition, loopStep, result } = kind.value;
      return some(iterRange, accuInit, loopCondition, loopStep, result);
    }
    default:
      return [];
  }
};

const checkTree = (expr: CelExpr, depth: number): void => {
  if (depth > maxTreeDepth) throw new ExpressionError('The expression is too long a chain; split it with `set`.');
  const kind = expr.exprKind;
  if (kind.case === 'structExpr' && kind.value.messageName !== '') {
    throw new ExpressionError(`Types such as ${kind.value.messageName}{} are not part of the language.`);
  }
  if (kind.case === 'callExpr' && kind.value.function === 'matches') {
    const pattern = kind.value.args[0]?.exprKind;
    const text = pattern?.case === 'constExpr' ? pattern.value.constantKind : undefined;
    if (text?.case !== 'stringValue' || text.value.length > maxPatternLength) {
      throw new ExpressionError(`matches() takes a pattern written out, of at most ${maxPatternLength} characters.`);
    }
  }
  for (const child of childrenOf(expr)) checkTree(child, depth + 1);
};

/** @throws ExpressionError */
export const parseExpression = (source: string): CelExpr => {
  if (source.trim() === '') throw new ExpressionError('The expression is empty.');
  if (source.length > maxExpressionLength) {
    throw new ExpressionError(`The expression is longer than ${maxExpressionLength} characters.`);
  }
  checkNesting(source);
  let expr: CelExpr;
  try {
    expr = parse(source).expr;
  } catch (error) {
    const place = error instanceof Error && 'location' in error ? error.location : undefined;
    const start = typeof place === 'object' && place !== null && 'start' in place ? place.start : undefined;
    const offset =
      typeof start === 'object' && start !== null && 'offset' in start && typeof start.offset === 'number'
        ? start.offset
        : 0;
    const message = error instanceof Error ? error.message.replace(/^<input>:\d+:\d+: /, '') : 'not an expression';
    throw new ExpressionError(`Not an expression: ${message}.`, offset);
  }
  checkTree(expr, 0);
  return expr;
};
