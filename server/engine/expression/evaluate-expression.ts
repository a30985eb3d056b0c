// A CEL expression and facts in, JSON out. No host object is ever in reach: facts become Maps, names a null-prototype
// table, and every loop is counted.
import { type CelInput, type CelValue, celEnv, isCelError, isCelList, isCelMap, isCelUint, plan } from '@bufbuild/cel';
import type { Json, JsonObject } from '../ports/run-records.ts';
import { boundedFunction, engineFunctions, refillIterations, tickFunction } from './cel-functions.ts';
import { type CelExpr, childrenOf, ExpressionError, parseExpression } from './cel-syntax.ts';

const env = celEnv({ funcs: engineFunctions });
const maxPlans = 500;
const plans = new Map<string, (bindings: Record<string, CelInput>) => unknown>();

const call = (like: CelExpr, name: string, args: CelExpr[]): CelExpr => ({
  ...like,
  exprKind: { case: 'callExpr', value: { $typeName: 'cel.expr.Expr.Call', function: name, args, target: undefined } },
});

/** Put a counter into every loop and a bound before every match. Changes the tree in place. */
const addBrakes = (expr: CelExpr): CelExpr => {
  for (const child of childrenOf(expr)) addBrakes(child);
  const kind = expr.exprKind;
  if (kind.case === 'comprehensionExpr' && kind.value.loopCondition !== undefined) {
    const condition = kind.value.loopCondition;
    kind.value.loopCondition = call(condition, '_&&_', [call(condition, tickFunction, []), condition]);
  }
  if (kind.case === 'callExpr' && kind.value.function === 'matches' && kind.value.target !== undefined) {
    kind.value.target = call(kind.value.target, boundedFunction, [kind.value.target]);
  }
  return expr;
};

const planned = (source: string) => {
  const known = plans.get(source);
  if (known !== undefined) return known;
  const made = plan(env, addBrakes(parseExpression(source)));
  if (plans.size >= maxPlans) plans.clear();
  plans.set(source, made);
  return made;
};

const toCel = (value: Json): CelInput => {
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, inner]) => [key, toCel(inner)]));
  }
  return value;
};

const toJson = (value: CelValue, depth = 0): Json => {
  if (depth > 40) throw new ExpressionError('The value is nested too deep.');
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new ExpressionError('The result is not a number.');
    return value;
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (isCelUint(value)) return Number(value.value);
  if (isCelList(value)) return [...value].map((item) => toJson(item, depth + 1));
  if (isCelMap(value))
    return Object.fromEntries([...value].map(([key, item]) => [String(key), toJson(item, depth + 1)]));
  throw new ExpressionError('The result is not plain data; use string() for times.');
};

/** @throws ExpressionError with a message for the author */
export const evaluateExpression = (source: string, facts: JsonObject): Json => {
  const run = planned(source);
  const bindings: Record<string, CelInput> = Object.create(null);
  for (const [name, value] of Object.entries(facts)) bindings[name] = toCel(value);
  refillIterations();
  let result: unknown;
  try {
    result = run(bindings);
  } catch (error) {
    throw new ExpressionError(error instanceof Error ? error.message : 'The expression broke.');
  }
  if (isCelError(result)) throw new ExpressionError(result.message);
  return toJson(result as CelValue);
};

/** @throws ExpressionError when it is anything but true or false */
export const evaluateCondition = (source: string, facts: JsonObject): boolean => {
  const value = evaluateExpression(source, facts);
  if (typeof value !== 'boolean')
    throw new ExpressionError(`The condition gave ${JSON.stringify(value)?.slice(0, 60)}, not true or false.`);
  return value;
};
