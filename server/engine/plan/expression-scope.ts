// Which names an expression may use at its place in the playbook, of what type, and what is certainly there.
import { type CelExpr, childrenOf, ExpressionError, parseExpression } from '../expression/cel-syntax.ts';
import { certainWhen, pathOf } from '../expression/certain-paths.ts';
import { inferType, type TypeScope } from '../expression/infer-type.ts';
import { splitTemplate, wholeExpression } from '../expression/template.ts';
import { nullable, objectType, stringType, typeOfSchema, type ValueType } from '../expression/value-type.ts';
import type { Report, YamlPath } from '../spec/diagnostic.ts';
import { type FactName, runFactsSchema } from '../spec/facts.ts';
import type { PlaybookHead, TriggerSpec } from '../spec/playbook-schema.ts';

/** Facts that every run has whichever trigger began it; device and client are demanded when they are used. */
export const demandedFacts: readonly FactName[] = ['device', 'client'];

export interface ExpressionScope {
  variables: Record<string, ValueType>;
  certain: ReadonlySet<string>;
  /** of these, what a condition on the way here looked at */
  checked: ReadonlySet<string>;
  report: Report;
  /** steps that exist but are not reached yet */
  laterSteps: ReadonlySet<string>;
  /** names of demanded facts that are used as if they were there */
  used: Set<FactName>;
}

const factTypes = typeOfSchema(runFactsSchema).fields ?? {};

export const inputsType = (head: PlaybookHead): ValueType =>
  objectType(
    Object.fromEntries(
      Object.entries(head.inputs).map(([name, input]) => {
        const kind = input.type === 'string' ? 'string' : input.type === 'boolean' ? 'bool' : 'number';
        return [name, { kind, isNullable: false } as const];
      }),
    ),
  );

export const triggerVariables = (head: PlaybookHead): Record<string, ValueType> => ({
  ...factTypes,
  inputs: inputsType(head),
  now: stringType,
});

export const stepsVariables = (head: PlaybookHead): Record<string, ValueType> => ({
  ...triggerVariables(head),
  steps: objectType({}),
  run: objectType({ id: stringType, startedAt: stringType }),
});

export const failureType = nullable(objectType({ path: stringType, code: stringType, message: stringType }));
export const stepType = (output: ValueType): ValueType =>
  objectType({
    output: nullable(output),
    status: stringType,
    error: nullable(objectType({ code: stringType, message: stringType })),
  });

/** What a trigger brings with it for sure. */
export const certainFacts = (triggers: readonly TriggerSpec[]): Set<string> => {
  const brings = (spec: TriggerSpec): string[] =>
    'alert' in spec ? ['alert', 'incident'] : 'ticket' in spec ? ['ticket'] : [];
  const [first = [], ...others] = triggers.map(brings);
  return new Set([...demandedFacts, ...first.filter((name) => others.every((other) => other.includes(name)))]);
};

const namesIn = (expr: CelExpr): string[] => {
  const path = pathOf(expr);
  return [...(path === null ? [] : [path]), ...childrenOf(expr).flatMap(namesIn)];
};

/** The ids of the steps that an expression looks at. */
export const stepsIn = (source: string): string[] =>
  namesIn(parseExpression(source)).flatMap((path) => /^steps\.([A-Za-z0-9_]+)$/.exec(path)?.[1] ?? []);

const noteUse = (expr: CelExpr, scope: ExpressionScope): void => {
  const guarded = new Set([...certainWhen(expr, true), ...certainWhen(expr, false)]);
  for (const path of namesIn(expr)) {
    const fact = demandedFacts.find((name) => path.startsWith(`${name}.`));
    if (fact !== undefined && !guarded.has(fact) && !scope.checked.has(fact)) scope.used.add(fact);
  }
};

interface CheckOptions {
  /** inside other text an absent value is written "unknown" */
  isText?: boolean;
}

/** The type, with everything wrong about it reported; null when it is no expression at all. */
export const checkExpression = (
  source: string,
  at: YamlPath,
  scope: ExpressionScope,
  options: CheckOptions = {},
): { type: ValueType; expr: CelExpr } | null => {
  let expr: CelExpr;
  try {
    expr = parseExpression(source);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    scope.report(at, { code: 'expression', message: error.message, found: source.slice(0, 120) });
    return null;
  }
  if (options.isText !== true) noteUse(expr, scope);
  const later = stepsIn(source).find((id) => scope.laterSteps.has(id));
  if (later !== undefined) {
    scope.report(at, {
      code: 'unknown-name',
      message: `The step "${later}" has not run here yet.`,
      found: source.slice(0, 120),
      fix: 'move it before this one',
    });
    return null;
  }
  const typeScope: TypeScope = {
    variables: scope.variables,
    certain: scope.certain,
    report: (problem) => {
      if (problem.code === 'maybe-null' && options.isText === true) return;
      scope.report(at, { ...problem, found: source.slice(0, 120) });
    },
  };
  return { type: inferType(expr, typeScope), expr };
};

export const checkCondition = (source: string, at: YamlPath, scope: ExpressionScope): CelExpr | null => {
  if (source.includes('${{')) {
    scope.report(at, {
      code: 'expression',
      message: 'A condition is an expression by itself.',
      found: source.slice(0, 120),
      fix: 'leave out ${{ and }}',
    });
    return null;
  }
  const checked = checkExpression(source, at, scope);
  if (checked === null) return null;
  if (!['bool', 'any'].includes(checked.type.kind)) {
    scope.report(at, {
      code: 'expression',
      message: `The condition gives a ${checked.type.kind}.`,
      expected: 'true or false',
      found: source.slice(0, 120),
    });
  }
  return checked.expr;
};

/** The type of a text that may hold templates; null = nothing is known (or it was refused). */
export const checkTemplate = (text: string, at: YamlPath, scope: ExpressionScope): ValueType | null => {
  try {
    const parts = splitTemplate(text);
    const whole = wholeExpression(parts);
    if (whole !== null) return checkExpression(whole.value, at, scope)?.type ?? null;
    for (const part of parts) {
      if (part.kind === 'expression') checkExpression(part.value, at, scope, { isText: true });
    }
    return stringType;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    scope.report(at, { code: 'expression', message: error.message, found: text.slice(0, 120) });
    return null;
  }
};

/** The scope behind a condition that gave `truth`. */
export const knowing = (scope: ExpressionScope, expr: CelExpr | null, truth: boolean): ExpressionScope => {
  if (expr === null) return scope;
  const known = certainWhen(expr, truth);
  return {
    ...scope,
    certain: new Set([...scope.certain, ...known]),
    checked: new Set([...scope.checked, ...known]),
  };
};
