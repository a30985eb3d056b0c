// Does an event start the playbook, and if not: which condition was the first to say no, with what it saw.
import { explainCondition } from '../expression/explain-condition.ts';
import type { JsonObject } from '../ports/run-records.ts';
import type { TriggerSpec } from '../spec/playbook-schema.ts';
import type { Playbook } from './compiled-step.ts';

export interface TriggerVerdict {
  fires: boolean;
  /** one sentence: what fired, or the first false condition with its actual value */
  why: string;
}

const judge = (where: string, facts: JsonObject): TriggerVerdict => {
  const { holds, why } = explainCondition(where, facts);
  return { fires: holds, why };
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
