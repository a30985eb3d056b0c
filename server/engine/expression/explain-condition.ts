// Why a condition says no: its first false part, in words and with the values it saw.
import { unparse } from '@bufbuild/cel';
import type { JsonObject } from '../ports/run-records.ts';
import { type CelExpr, childrenOf, ExpressionError, parseExpression } from './cel-syntax.ts';
import { pathOf } from './certain-paths.ts';
import { evaluateCondition, evaluateExpression } from './evaluate-expression.ts';

/** The conditions joined by && at the top, in order. */
const conjuncts = (expr: CelExpr): CelExpr[] =>
  expr.exprKind.case === 'callExpr' && expr.exprKind.value.function === '_&&_'
    ? expr.exprKind.value.args.flatMap(conjuncts)
    : [expr];

const widestPaths = (expr: CelExpr): string[] => {
  const path = pathOf(expr);
  return path === null ? childrenOf(expr).flatMap(widestPaths) : [path];
};

const sayActual = (expr: CelExpr, facts: JsonObject): string => {
  const seen = [...new Set(widestPaths(expr))].map((path) => {
    try {
      return `${path} is ${JSON.stringify(evaluateExpression(path, facts))?.slice(0, 100)}`;
    } catch (caught) {
      if (caught instanceof ExpressionError) return `${path} is not there`;
      throw caught;
    }
  });
  return seen.join(', ');
};

export interface Explanation {
  holds: boolean;
  /** the condition itself when it holds; else its first false part with the values it saw */
  why: string;
}

/** Never throws for what an author wrote or a fact lacks: a part that cannot be told does not hold. */
export const explainCondition = (source: string, facts: JsonObject): Explanation => {
  for (const expr of conjuncts(parseExpression(source))) {
    const text = unparse(expr);
    try {
      if (!evaluateCondition(text, facts)) return { holds: false, why: `${text} is false: ${sayActual(expr, facts)}` };
    } catch (caught) {
      if (!(caught instanceof ExpressionError)) throw caught;
      return { holds: false, why: `${text} cannot be told: ${sayActual(expr, facts)}` };
    }
  }
  return { holds: true, why: source };
};
