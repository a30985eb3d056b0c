// Goes through the steps in the order they run, knowing at each place what has happened before.
import { anyType, nullable, objectType, stringType, typeOfSchema, type ValueType } from '../expression/value-type.ts';
import type { CapabilityCatalog } from '../ports/capabilities.ts';
import type { Report } from '../spec/diagnostic.ts';
import type { PlaybookHead } from '../spec/playbook-schema.ts';
import { checkArguments } from './check-arguments.ts';
import { checkCall, checkCapability } from './check-call.ts';
import { allSteps, type CompiledStep } from './compiled-step.ts';
import { checkCondition, checkTemplate, type ExpressionScope, knowing, stepType } from './expression-scope.ts';

export interface CheckContext {
  head: PlaybookHead;
  catalog: CapabilityCatalog;
  report: Report;
  /** by path of an approve step: the ids that have run when it asks */
  stepsBefore: Map<string, Set<string>>;
}

const outputType = (step: CompiledStep, context: CheckContext): ValueType => {
  if (step.kind === 'call' || step.kind === 'verify') {
    const info = context.catalog.get(step.kind === 'call' ? step.spec.call : step.spec.read);
    return info === undefined ? anyType : typeOfSchema(info.output);
  }
  if (step.kind === 'set')
    return objectType(Object.fromEntries(Object.keys(step.spec.set).map((name) => [name, anyType])));
  if (step.kind === 'approve') return objectType({ decidedBy: nullable(stringType), comment: nullable(stringType) });
  return anyType;
};

const withStep = (
  scope: ExpressionScope,
  step: CompiledStep,
  isCertain: boolean,
  context: CheckContext,
): ExpressionScope => {
  if (step.id === null) return scope;
  const steps = { ...scope.variables.steps?.fields, [step.id]: stepType(outputType(step, context)) };
  return {
    ...scope,
    variables: { ...scope.variables, steps: objectType(steps) },
    laterSteps: new Set([...scope.laterSteps].filter((id) => id !== step.id)),
    certain: isCertain ? new Set([...scope.certain, `steps.${step.id}.output`]) : scope.certain,
  };
};

const endsRun = (steps: CompiledStep[]): boolean => {
  const last = steps.at(-1);
  if (last === undefined) return false;
  if (last.kind === 'if') return endsRun(last.branches.then ?? []) && endsRun(last.branches.else ?? []);
  return (last.kind === 'stop' || last.kind === 'escalate') && last.condition === null;
};

const checkTexts = (value: unknown, at: (string | number)[], scope: ExpressionScope): void => {
  if (typeof value === 'string') checkTemplate(value, at, scope);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      checkTexts(inner, [...at, Array.isArray(value) ? Number(key) : key], scope);
    }
  }
};

/** What the step itself says; branches come after. Gives the scope of whatever follows when it went well. */
const checkOne = (step: CompiledStep, scope: ExpressionScope, context: CheckContext): ExpressionScope => {
  const at = [...step.yamlPath];
  switch (step.kind) {
    case 'call':
      checkCall(step, scope, context);
      return scope;
    case 'verify': {
      const info = checkCapability(step.spec.read, [...at, 'read'], context);
      if (info !== null && info.effect !== 'read') {
        context.report([...at, 'read'], {
          code: 'policy',
          message: `${info.name} does more than read.`,
          expected: 'a capability that reads',
          found: info.name,
        });
      }
      if (info !== null) checkArguments(info, step.spec.with, [...at, 'with'], scope);
      const own = withStep(scope, step, true, context);
      const proven = knowing(own, checkCondition(step.spec.verify, [...at, 'verify'], own), true);
      return { ...scope, certain: proven.certain };
    }
    case 'wait':
      return scope;
    case 'approve':
      if (step.spec.approve.reason !== undefined)
        checkTexts(step.spec.approve.reason, [...at, 'approve', 'reason'], scope);
      return scope;
    case 'set':
      if (step.id === null)
        context.report(at, { code: 'schema', message: 'A set step needs an id to be read by.', fix: 'add "id: ..."' });
      checkTexts(step.spec.set, [...at, 'set'], scope);
      return scope;
    case 'stop':
      checkTexts(step.spec.stop, [...at, 'stop'], scope);
      return scope;
    case 'escalate':
      checkTexts(step.spec.escalate, [...at, 'escalate'], scope);
      if (!scope.certain.has('ticket')) scope.used.add('client');
      return scope;
    case 'if':
      return scope;
  }
};

const whatBothKnow = (a: ExpressionScope, b: ExpressionScope): Pick<ExpressionScope, 'certain' | 'checked'> => ({
  certain: new Set([...a.certain].filter((path) => b.certain.has(path))),
  checked: new Set([...a.checked].filter((path) => b.checked.has(path))),
});

export const checkSteps = (steps: CompiledStep[], start: ExpressionScope, context: CheckContext): ExpressionScope => {
  let scope = start;
  for (const [index, step] of steps.entries()) {
    if (index > 0 && endsRun(steps.slice(0, index))) {
      context.report(step.yamlPath, {
        severity: 'warning',
        code: 'policy',
        message: 'This step is never reached.',
        fix: 'remove it, or move it up',
      });
    }
    if (step.kind === 'approve') {
      context.stepsBefore.set(step.path, new Set(Object.keys(scope.variables.steps?.fields ?? {})));
    }
    const expr = step.condition === null ? null : checkCondition(step.condition, [...step.yamlPath, 'if'], scope);
    const inside = knowing(scope, expr, true);
    if (step.kind === 'if') {
      const yes = step.branches.then ?? [];
      const no = step.branches.else ?? [];
      const afterYes = checkSteps(yes, inside, context);
      const afterNo = checkSteps(
        no,
        { ...knowing(scope, expr, false), variables: afterYes.variables, laterSteps: afterYes.laterSteps },
        context,
      );
      const known = endsRun(yes) ? afterNo : endsRun(no) ? afterYes : whatBothKnow(afterYes, afterNo);
      scope = withStep({ ...afterNo, certain: known.certain, checked: known.checked }, step, true, context);
      continue;
    }
    const after = checkOne(step, inside, context);
    const handled = step.branches.otherwise;
    const isCertain =
      step.condition === null && (handled === undefined || step.kind === 'verify' || step.kind === 'approve');
    const { certain, checked } = isCertain ? after : scope;
    let next = withStep({ ...after, certain, checked }, step, isCertain, context);
    if (handled !== undefined) {
      const failed = new Set([...inside.certain, ...(step.id === null ? [] : [`steps.${step.id}.error`])]);
      const inner = checkSteps(handled, { ...next, certain: failed, checked: inside.checked }, context);
      next = { ...next, variables: inner.variables, laterSteps: inner.laterSteps };
    }
    // A ticket is there after it was created, and after "create it unless there is one".
    const createsTicket = step.kind === 'call' && step.spec.call === 'ticket.create' && handled === undefined;
    if (createsTicket && (expr === null || knowing(scope, expr, false).certain.has('ticket'))) {
      next = { ...next, certain: new Set([...next.certain, 'ticket']) };
    }
    scope = next;
  }
  return scope;
};

export const idsOf = (steps: CompiledStep[]): string[] => allSteps(steps).flatMap((step) => step.id ?? []);
