// What a condition tells about facts that may be absent: after `x != null` x is there.
import type { CelExpr } from './cel-syntax.ts';

/** "a.b.c" of a chain of names, or null for anything computed. */
export const pathOf = (expr: CelExpr): string | null => {
  const kind = expr.exprKind;
  if (kind.case === 'identExpr') return kind.value.name;
  if (kind.case === 'selectExpr' && kind.value.operand !== undefined) {
    const operand = pathOf(kind.value.operand);
    return operand === null ? null : `${operand}.${kind.value.field}`;
  }
  return null;
};

const isNullLiteral = (expr: CelExpr | undefined): boolean =>
  expr?.exprKind.case === 'constExpr' && expr.exprKind.value.constantKind.case === 'nullValue';
const isLiteral = (expr: CelExpr | undefined): boolean => expr?.exprKind.case === 'constExpr' && !isNullLiteral(expr);

/** The paths that are certainly there when the expression gave `truth`. */
export const certainWhen = (expr: CelExpr, truth: boolean): string[] => {
  const kind = expr.exprKind;
  if (kind.case === 'selectExpr' && kind.value.testOnly) {
    const operand = kind.value.operand === undefined ? null : pathOf(kind.value.operand);
    return truth && operand !== null ? [operand] : [];
  }
  if (kind.case !== 'callExpr') return [];
  const [left, right] = kind.value.args;
  if (left === undefined) return [];
  const name = kind.value.function;
  if (name === '!_') return certainWhen(left, !truth);
  if (right === undefined) return [];
  if ((name === '_&&_' && truth) || (name === '_||_' && !truth)) {
    return kind.value.args.flatMap((arg) => certainWhen(arg, truth));
  }
  if (name === '_!=_' || name === '_==_') {
    const isEqual = (name === '_==_') === truth;
    const [thing, other] = isNullLiteral(left) || isLiteral(left) ? [right, left] : [left, right];
    const path = pathOf(thing);
    if (path === null) return [];
    return (isNullLiteral(other) && !isEqual) || (isLiteral(other) && isEqual) ? [path] : [];
  }
  return [];
};
