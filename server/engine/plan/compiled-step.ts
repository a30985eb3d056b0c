// A playbook as the engine walks it: every step with its place, its branches and what it may do.
import type { Effect } from '../ports/capabilities.ts';
import type { YamlPath } from '../spec/diagnostic.ts';
import type { FactName } from '../spec/facts.ts';
import type { PlaybookHead, TriggerSpec } from '../spec/playbook-schema.ts';
import type { StepKindName, StepSpecs } from '../spec/step-schemas.ts';
import type { Powers } from './list-powers.ts';

export const branchNames = ['then', 'else', 'otherwise'] as const;
export type BranchName = (typeof branchNames)[number];

interface CompiledBase {
  /** its id, or its place: "clean", "proof/otherwise/0", "steps/3" */
  path: string;
  yamlPath: YamlPath;
  id: string | null;
  branches: Partial<Record<BranchName, CompiledStep[]>>;
  /** skip unless this holds; for `if` steps the condition that chooses */
  condition: string | null;
  /** widest thing the step itself may do */
  effect: Effect;
  /** path of the approval that covers it */
  approval: string | null;
}

export type CompiledStepOf<K extends StepKindName> = CompiledBase & { kind: K; spec: StepSpecs[K] };
export type CompiledStep = { [K in StepKindName]: CompiledStepOf<K> }[StepKindName];

export interface Playbook {
  head: PlaybookHead;
  triggers: { spec: TriggerSpec; yamlPath: YamlPath }[];
  steps: CompiledStep[];
  onFailure: CompiledStep[];
  /** SHA-256 over the content; scripts are in it by their own hashes */
  contentHash: string;
  /** facts without which a run makes no sense: it does not start when one is null */
  requires: FactName[];
  powers: Powers;
}

/** Every step, parents before children. */
export const allSteps = (steps: CompiledStep[]): CompiledStep[] =>
  steps.flatMap((step) => [step, ...branchNames.flatMap((name) => allSteps(step.branches[name] ?? []))]);

/** The calls that an approval binds. */
export const coveredBy = (steps: CompiledStep[], approvalPath: string): CompiledStepOf<'call'>[] =>
  allSteps(steps).filter(
    (step): step is CompiledStepOf<'call'> =>
      step.kind === 'call' && step.effect !== 'read' && step.approval === approvalPath,
  );
