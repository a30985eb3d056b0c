// The steps of the language, one strict schema per kind. Lists of steps inside a step are a parameter: the checker
// reads them one by one (better errors), the JSON Schema for editors ties the knot.
import { z } from 'zod';
import { durationPattern } from './duration.ts';

const duration = z
  .string()
  .regex(durationPattern, 'a duration such as 30s, 20m, 4h or 1d')
  .describe('A duration: 30s, 20m, 4h, 1d');
const condition = z.string().min(1).max(4_096).describe('A condition (CEL), without ${{ }}');
const text = z.string().min(1).max(20_000);
/** a capability; the catalogue decides whether it exists */
const capability = z.string().min(1).max(100).describe('A capability, such as device.status');
export const stepIdPattern = /^[a-z][A-Za-z0-9_]{0,39}$/;
const argumentsSchema = z
  .record(z.string(), z.json())
  .describe('Arguments of the capability; text may hold ${{ expressions }}');

export const approverRoles = ['owner', 'admin', 'engineer', 'technician'] as const;

export const approvalSchema = z.strictObject({
  reason: text.max(500).optional().describe('What the approver reads first'),
  from: z.enum(approverRoles).default('technician').describe('The least role that may approve'),
  timeout: duration.default('4h').describe('No answer by then is a no'),
});

export const undoSchema = z.union([
  z.strictObject({ call: capability, with: argumentsSchema.optional() }),
  z.strictObject({ impossible: text.max(500).describe('Why it cannot be undone') }),
]);

export const makeStepSchemas = <S extends z.ZodType>(child: S) => {
  const steps = z.array(child).min(1).max(100);
  const common = {
    id: z.string().regex(stepIdPattern, 'a letter, then letters, digits or _').optional(),
    title: text.max(200).optional(),
    if: condition.optional().describe('Skip the step unless this holds'),
  };
  return {
    call: z.strictObject({
      ...common,
      call: capability,
      with: argumentsSchema.default({}),
      timeout: duration.optional().describe('How long the step may take, waiting for the vendor included'),
      undo: undoSchema.optional().describe('How to take it back, or why that is impossible'),
      otherwise: steps.optional().describe('Steps when it fails; the run goes on after them'),
    }),
    verify: z.strictObject({
      ...common,
      verify: condition.describe('Must come true; the fresh reading is steps.<id>.output'),
      read: capability,
      with: argumentsSchema.default({}),
      after: duration.optional().describe('Wait this long before the first reading'),
      retry: z
        .strictObject({ times: z.number().int().min(1).max(100), every: duration })
        .optional()
        .describe('Read again so often before giving up'),
      timeout: duration.optional(),
      otherwise: steps.optional().describe('Steps when it does not come true; the run ends after them'),
    }),
    if: z.strictObject({
      id: common.id,
      title: common.title,
      if: condition,
      // biome-ignore lint/suspicious/noThenProperty: a keyword of the language, never awaited
      then: steps,
      else: steps.optional(),
    }),
    wait: z.strictObject({
      ...common,
      wait: z.union([
        duration,
        z.strictObject({
          signal: z.string().regex(/^[a-z][a-z0-9._-]{0,79}$/, 'small letters, digits and . _ -'),
          timeout: duration,
        }),
      ]),
      otherwise: steps.optional().describe('Steps when the signal does not come in time'),
    }),
    approve: z.strictObject({
      ...common,
      approve: approvalSchema,
      otherwise: steps.optional().describe('Steps when the answer is no or none; the run ends after them'),
    }),
    set: z.strictObject({ ...common, set: z.record(z.string().regex(stepIdPattern), z.json()) }),
    stop: z.strictObject({ ...common, stop: text.max(1_000).describe('Why the run ends here') }),
    escalate: z.strictObject({
      ...common,
      escalate: z.strictObject({
        to: z
          .string()
          .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and -')
          .describe('tier1, tier2, ...'),
        summary: text.max(4_000).describe('What the person reads first'),
        title: text.max(300).optional().describe('Title of the ticket when there is none yet'),
        priority: z.enum(['critical', 'high', 'medium', 'low']).optional(),
        facts: z.record(z.string().max(80), z.json()).optional().describe('Figures for the note, by label'),
      }),
    }),
  };
};

/** for reading: lists of steps stay raw */
export const stepSchemas = makeStepSchemas(z.unknown());
export type StepKindName = keyof typeof stepSchemas;
export type StepSpecs = { [K in StepKindName]: z.output<(typeof stepSchemas)[K]> };
export const stepKindNames = Object.keys(stepSchemas) as StepKindName[];
export const plannedStepKinds = ['switch', 'forEach', 'parallel', 'ask', 'playbook'] as const;

/** Which kind a raw step is, by the key that names it. `if` is a kind only beside `then`. */
export const kindOfRawStep = (raw: Record<string, unknown>): StepKindName | null => {
  if ('then' in raw || 'else' in raw) return 'if';
  return stepKindNames.find((kind) => kind !== 'if' && kind in raw) ?? null;
};
