// The engine's door: what features and the runtime may use of it.
import { checkPlaybook } from './plan/check-playbook.ts';
import type { Powers } from './plan/list-powers.ts';
import type { CapabilityCatalog } from './ports/capabilities.ts';

export { hashJson, sha256Hex } from './plan/canonical-json.ts';
export { type CheckResult, checkPlaybook } from './plan/check-playbook.ts';
export type { Playbook } from './plan/compiled-step.ts';
export type { Power, Powers } from './plan/list-powers.ts';
export { inputsWithDefaults, matchTriggers, type TriggerVerdict } from './plan/match-triggers.ts';
export { advance } from './run/advance.ts';
export { runDeadlineMs } from './run/run-deadline.ts';
export { decisionTopic, readDecision, type UnknownDecision } from './run/unknown-decision.ts';
export type { Diagnostic } from './spec/diagnostic.ts';
export { type FactName, factNames, type RunFacts, runFactsSchema } from './spec/facts.ts';
export { approvalTopic } from './steps/approve.ts';
export { eventTopic } from './steps/wait.ts';

/** What a playbook could do at most; null when it does not pass the check. */
export const previewPowers = (source: string, catalog: CapabilityCatalog): Powers | null =>
  checkPlaybook(source, catalog).playbook?.powers ?? null;
