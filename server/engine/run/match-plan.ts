// What an approval binds: every effectful call after it, with the arguments as far as they can be known. A part that
// depends on a step yet to run is bound by its source text (the playbook's hash is in the plan) and marked as later.
import { parseExpression } from '../expression/cel-syntax.ts';
import { evaluateExpression } from '../expression/evaluate-expression.ts';
import { resolveTemplates, splitTemplate } from '../expression/template.ts';
import { canonicalJson, hashJson } from '../plan/canonical-json.ts';
import { type CompiledStepOf, coveredBy } from '../plan/compiled-step.ts';
import { stepsIn } from '../plan/expression-scope.ts';
import type { PlannedCall } from '../ports/approvals.ts';
import type { Json, JsonObject } from '../ports/run-records.ts';
import type { RunContext } from './run-context.ts';

const laterKey = '$later';

const isKnownNow = (source: string, facts: JsonObject, context: RunContext): boolean => {
  try {
    parseExpression(source);
    const isLater = stepsIn(source).some((id) => {
      const record = context.record(id);
      return record === undefined || !context.isFinal(record);
    });
    if (isLater || /\bnow\b/.test(source)) return false;
    evaluateExpression(source, facts);
    return true;
  } catch {
    return false;
  }
};

const resolveKnown = (value: Json, facts: JsonObject, context: RunContext): Json => {
  if (typeof value === 'string') {
    const isKnown = splitTemplate(value).every(
      (part) => part.kind === 'text' || isKnownNow(part.value, facts, context),
    );
    return isKnown ? resolveTemplates(value, facts) : { [laterKey]: value };
  }
  if (Array.isArray(value)) return value.map((item) => resolveKnown(item, facts, context));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveKnown(inner, facts, context)]));
  }
  return value;
};

const isRecord = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Is what is about to be sent what was approved? Later parts are free, everything else is equal; defaults may be added. */
const isWithin = (approved: Json | undefined, actual: Json | undefined): boolean => {
  if (isRecord(approved) && laterKey in approved) return true;
  if (isRecord(approved) && isRecord(actual)) {
    return Object.keys(approved).every((key) => isWithin(approved[key], actual[key]));
  }
  if (Array.isArray(approved) && Array.isArray(actual)) {
    return approved.length === actual.length && approved.every((item, index) => isWithin(item, actual[index]));
  }
  return canonicalJson(approved) === canonicalJson(actual);
};

const deviceName = (args: Json, context: RunContext): string | null => {
  const device = context.fact('device');
  if (!isRecord(args) || !isRecord(device) || args.device !== device.id) return null;
  return typeof device.name === 'string' ? device.name : null;
};

export const planCall = (step: CompiledStepOf<'call'>, args: Json, context: RunContext): PlannedCall => {
  const name = isRecord(args) && step.spec.call === 'script.run' ? args.script : null;
  const scripts = context.playbook.head.needs.scripts;
  const script = typeof name === 'string' && Object.hasOwn(scripts, name) ? scripts[name] : undefined;
  return {
    path: step.path,
    capability: step.spec.call,
    effect: step.effect === 'write' ? 'write' : 'destructive',
    arguments: args,
    device: deviceName(args, context),
    script: typeof name === 'string' ? { name, sha256: script?.sha256 ?? null } : null,
  };
};

export const planAfter = (approvalPath: string, context: RunContext): { calls: PlannedCall[]; planHash: string } => {
  const facts = context.facts();
  const all = [...context.playbook.steps, ...context.playbook.onFailure];
  const calls = coveredBy(all, approvalPath).map((step) => {
    const record = context.record(step.path);
    return planCall(step, record === undefined ? resolveKnown(step.spec.with, facts, context) : record.input, context);
  });
  const device = context.fact('device');
  const planHash = hashJson({
    calls,
    playbook: context.playbook.contentHash,
    device: isRecord(device) ? (device.id ?? null) : null,
  });
  return { calls, planHash };
};

/** Does the approved plan hold this very call? */
export const isApprovedCall = (approved: readonly PlannedCall[], actual: PlannedCall): boolean => {
  const planned = approved.find((call) => call.path === actual.path);
  return (
    planned !== undefined &&
    planned.capability === actual.capability &&
    planned.effect === actual.effect &&
    canonicalJson(planned.script) === canonicalJson(actual.script) &&
    isWithin(planned.arguments, actual.arguments)
  );
};
