// Does an event start the playbook, and if not: which condition was the first to say no, with what it saw.
import { unparse } from '@bufbuild/cel';
import { type CelExpr, childrenOf, ExpressionError, parseExpression } from '../expression/cel-syntax.ts';
import { pathOf } from '../expression/certain-paths.ts';
import { evaluateCondition, evaluateExpression } from '../expression/evaluate-expression.ts';
import type { JsonObject } from '../ports/run-records.ts';
import type { TriggerSpec } from '../spec/playbook-schema.ts';
import type { Playbook } from './compiled-step.ts';

export interface TriggerVerdict {
  fires: boolean;
  /** one sentence: what fired, or the first false condition with its actual value */
  why: string;
}

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

const judge = (source: string, facts: JsonObject): TriggerVerdict => {
  for (const expr of conjuncts(parseExpression(source))) {
    const text = unparse(expr);
    try {
      if (!evaluateCondition(text, facts)) return { fires: false, why: `${text} is false: ${sayActual(expr, facts)}` };
    } catch (caught) {
      if (!(caught instanceof ExpressionError)) throw caught;
      return { fires: false, why: `${text} cannot be told: ${sayActual(expr, facts)}` };
    }
  }
  return { fires: true, why: source };
};

const matchOne = (spec: TriggerSpec, facts: JsonObject): TriggerVerdict => {
  const alert = facts.alert ?? null;
  const isObject = typeof alert === 'object' && alert !== null && !Array.isArray(alert);
  if ('manual' in spec) return { fires: false, why: 'it is started by hand' };
  if ('alert' in spec) {
    if (!isObject) return { fires: false, why: 'there is no alert' };
    if (alert.kind !== spec.alert.kind) {
      return {
        fires: false,
        why: `alert.kind == "${spec.alert.kind}" is false: alert.kind is ${JSON.stringify(alert.kind)}`,
      };
    }
    return spec.alert.where === undefined
      ? { fires: true, why: `alert.kind is "${spec.alert.kind}"` }
      : judge(spec.alert.where, facts);
  }
  if ((facts.ticket ?? null) === null) return { fires: false, why: 'there is no ticket' };
  // A ticket made for an alert is that alert's business: the alert trigger decides about it.
  if (alert !== null) return { fires: false, why: 'the event is an alert, not a ticket' };
  return spec.ticket.where === undefined
    ? { fires: true, why: 'a ticket was created' }
    : judge(spec.ticket.where, facts);
};

/** Inputs with the playbook's defaults, then what the org (and the client) set. */
export const inputsWithDefaults = (playbook: Playbook, given: JsonObject = {}): JsonObject => {
  const defaults = Object.entries(playbook.head.inputs).flatMap(([name, input]): [string, JsonObject[string]][] =>
    input.default === undefined ? [] : [[name, input.default]],
  );
  return { ...Object.fromEntries(defaults), ...given };
};

/**
 * For alert and ticket events. `facts` are the run's facts; `inputs` may be among them, else the defaults count.
 * The first trigger that fires wins; when none does, the reason of the one that came closest is told.
 */
export const matchTriggers = (playbook: Playbook, facts: JsonObject): TriggerVerdict => {
  const given = facts.inputs;
  const isGiven = typeof given === 'object' && given !== null && !Array.isArray(given);
  const all: JsonObject = { ...facts, inputs: inputsWithDefaults(playbook, isGiven ? given : {}) };
  for (const name of ['org', 'alert', 'incident', 'ticket', 'device', 'client']) all[name] ??= null;
  let closest: TriggerVerdict = { fires: false, why: 'it has no trigger for this event' };
  let closeness = -1;
  for (const { spec } of playbook.triggers) {
    const verdict = matchOne(spec, all);
    if (verdict.fires) {
      const missing = playbook.requires.find((name) => all[name] === null);
      return missing === undefined ? verdict : { fires: false, why: `${missing} is null, and the playbook needs one` };
    }
    const near =
      'manual' in spec ? 0 : verdict.why.startsWith('alert.kind ==') || verdict.why.startsWith('there is') ? 1 : 2;
    if (near > closeness) [closest, closeness] = [verdict, near];
  }
  return closest;
};
