// Walks an expression before anything runs: unknown names, wrong types, facts that may be absent. Knows that after
// `x != null && ...` x is there. What it cannot know it lets pass.
import { suggestName } from '../spec/closest-name.ts';
import { functionNames } from './cel-functions.ts';
import type { CelExpr } from './cel-syntax.ts';
import { certainWhen, pathOf } from './certain-paths.ts';
import { anyType, boolType, nullType, numberType, present, stringType, type ValueType } from './value-type.ts';

export interface TypeProblem {
  code: 'unknown-name' | 'maybe-null' | 'expression';
  message: string;
  fix?: string;
}

export interface TypeScope {
  variables: Readonly<Record<string, ValueType>>;
  /** paths known to be there: "ticket", "steps.before.output.systemDrive" */
  certain: ReadonlySet<string>;
  report(problem: TypeProblem): void;
}

const withCertain = (scope: TypeScope, paths: string[]): TypeScope =>
  paths.length === 0 ? scope : { ...scope, certain: new Set([...scope.certain, ...paths]) };

const arithmeticNames = new Set(['_+_', '_-_', '_*_', '_/_', '_%_']);
const orderNames = new Set(['_<_', '_<=_', '_>_', '_>=_']);
const spell = (name: string): string => name.replaceAll('_', '').trim();

const demandPresent = (scope: TypeScope, expr: CelExpr, type: ValueType, use: string): void => {
  if (!type.isNullable) return;
  const path = pathOf(expr);
  scope.report({
    code: 'maybe-null',
    message: path === null ? `A value that may be absent is ${use}.` : `${path} may be absent and is ${use}.`,
    fix: path === null ? 'check it against null first' : `check first: ${path} != null && ...`,
  });
};

const inferSelect = (
  operand: CelExpr,
  field: string,
  testOnly: boolean,
  scope: TypeScope,
  path: string | null,
): ValueType => {
  const type = inferType(operand, scope);
  demandPresent(scope, operand, type, `read (.${field})`);
  if (testOnly) return boolType;
  const certain = path !== null && scope.certain.has(path);
  if (type.kind === 'object' && type.fields !== undefined) {
    if (!Object.hasOwn(type.fields, field)) {
      scope.report({
        code: 'unknown-name',
        message: `${pathOf(operand) ?? 'That'} has no "${field}".`,
        fix: suggestName(field, Object.keys(type.fields)),
      });
      return anyType;
    }
    const found = type.fields[field] ?? anyType;
    return certain ? present(found) : found;
  }
  if (type.kind === 'map') return type.of ?? anyType;
  if (['string', 'number', 'bool', 'list'].includes(type.kind)) {
    scope.report({
      code: 'expression',
      message: `${pathOf(operand) ?? 'That'} is a ${type.kind} and has no "${field}".`,
    });
  }
  return anyType;
};

const inferCall = (name: string, target: CelExpr | undefined, args: CelExpr[], scope: TypeScope): ValueType => {
  const [left, right] = args;
  if (name === '_&&_' || name === '_||_') {
    let inner = scope;
    for (const arg of args) {
      const type = inferType(arg, inner);
      if (!['bool', 'any'].includes(type.kind)) {
        scope.report({ code: 'expression', message: `"${spell(name)}" joins conditions, not a ${type.kind}.` });
      } else demandPresent(inner, arg, type, 'used as a condition');
      inner = withCertain(inner, certainWhen(arg, name === '_&&_'));
    }
    return boolType;
  }
  if (name === '_?_:_' && left !== undefined) {
    inferType(left, scope);
    const [yes, no] = [args[1], args[2]].map((arg, index) =>
      arg === undefined ? anyType : inferType(arg, withCertain(scope, certainWhen(left, index === 0))),
    );
    return yes?.kind === no?.kind
      ? { ...(yes ?? anyType), isNullable: yes?.isNullable === true || no?.isNullable === true }
      : anyType;
  }
  const types = args.map((arg) => inferType(arg, scope));
  const targetType = target === undefined ? undefined : inferType(target, scope);
  if (target !== undefined && targetType !== undefined) demandPresent(scope, target, targetType, `asked for ${name}()`);
  const [first, second] = types;
  if (arithmeticNames.has(name) || orderNames.has(name)) {
    args.forEach((arg, index) => {
      demandPresent(scope, arg, types[index] ?? anyType, arithmeticNames.has(name) ? 'calculated with' : 'compared');
    });
    if (
      first !== undefined &&
      second !== undefined &&
      first.kind !== second.kind &&
      first.kind !== 'any' &&
      second.kind !== 'any'
    ) {
      scope.report({
        code: 'expression',
        message: `"${spell(name)}" does not go between a ${first.kind} and a ${second.kind}.`,
      });
    }
    if (orderNames.has(name)) return boolType;
    return first?.kind === 'any' ? (second ?? anyType) : present(first ?? anyType);
  }
  if (name === '_==_' || name === '_!=_') {
    const kinds = [first?.kind ?? 'any', second?.kind ?? 'any'];
    if (kinds[0] !== kinds[1] && !kinds.includes('any') && !kinds.includes('null')) {
      scope.report({ code: 'expression', message: `A ${kinds[0]} is never equal to a ${kinds[1]}.` });
    }
    return boolType;
  }
  if (name === '!_' || name === '@in') return boolType;
  if (name === '-_') return numberType;
  if (name === '_[_]' && left !== undefined && first !== undefined) {
    demandPresent(scope, left, first, 'looked into');
    if (right !== undefined && second !== undefined) demandPresent(scope, right, second, 'used as a key');
    return first.of ?? anyType;
  }
  if (!name.startsWith('_') && !name.startsWith('@') && !functionNames.includes(name)) {
    scope.report({
      code: 'unknown-name',
      message: `There is no function "${name}".`,
      fix: suggestName(name, functionNames),
    });
    return anyType;
  }
  if (target === undefined) {
    args.forEach((arg, index) => {
      if (name !== 'type' && name !== 'dyn') demandPresent(scope, arg, types[index] ?? anyType, `given to ${name}()`);
    });
  }
  if (['contains', 'startsWith', 'endsWith', 'matches', 'bool'].includes(name)) return boolType;
  if (['size', 'int', 'uint', 'double', 'round', 'indexOf', 'lastIndexOf', 'secondsBetween'].includes(name))
    return numberType;
  if (['string', 'lowerAscii', 'upperAscii', 'trim', 'substring', 'charAt', 'join'].includes(name)) return stringType;
  return anyType;
};

export const inferType = (expr: CelExpr, scope: TypeScope): ValueType => {
  const kind = expr.exprKind;
  switch (kind.case) {
    case 'constExpr':
      switch (kind.value.constantKind.case) {
        case 'boolValue':
          return boolType;
        case 'stringValue':
          return stringType;
        case 'nullValue':
          return nullType;
        case 'int64Value':
        case 'uint64Value':
        case 'doubleValue':
          return numberType;
        default:
          return anyType;
      }
    case 'identExpr': {
      const { name } = kind.value;
      if (name.startsWith('@')) return anyType;
      const type = Object.hasOwn(scope.variables, name) ? scope.variables[name] : undefined;
      if (type === undefined) {
        const names = Object.keys(scope.variables);
        scope.report({ code: 'unknown-name', message: `There is no "${name}".`, fix: suggestName(name, names) });
        return anyType;
      }
      return scope.certain.has(name) ? present(type) : type;
    }
    case 'selectExpr':
      if (kind.value.operand === undefined) return anyType;
      return inferSelect(kind.value.operand, kind.value.field, kind.value.testOnly, scope, pathOf(expr));
    case 'callExpr':
      return inferCall(kind.value.function, kind.value.target, kind.value.args, scope);
    case 'listExpr': {
      const types = kind.value.elements.map((element) => inferType(element, scope));
      return { kind: 'list', isNullable: false, of: types[0] ?? anyType };
    }
    case 'structExpr':
      for (const entry of kind.value.entries) if (entry.value !== undefined) inferType(entry.value, scope);
      return { kind: 'map', isNullable: false, of: anyType };
    case 'comprehensionExpr': {
      const { iterRange, iterVar, accuVar, loopStep } = kind.value;
      if (iterRange === undefined || loopStep === undefined) return anyType;
      const range = inferType(iterRange, scope);
      demandPresent(scope, iterRange, range, 'gone through');
      const item = range.kind === 'map' ? stringType : (range.of ?? anyType);
      inferType(loopStep, { ...scope, variables: { ...scope.variables, [iterVar]: item, [accuVar]: anyType } });
      return anyType;
    }
    default:
      return anyType;
  }
};
