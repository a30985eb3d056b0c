// The head of a playbook: everything but the steps, which are read one by one.
import { z } from 'zod';
import { durationPattern } from './duration.ts';
import { approvalSchema, makeStepSchemas } from './step-schemas.ts';

const text = z.string().min(1).max(500);
const name = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and single -')
  .max(80);
const condition = z.string().min(1).max(4_096);
const parameterName = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,62}$/, 'a letter, then letters and digits');

const inputSchema = z.strictObject({
  type: z.enum(['string', 'integer', 'number', 'boolean']),
  title: text.optional(),
  help: text.optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  options: z.array(z.string()).min(1).max(50).optional(),
});

export const scriptManifestSchema = z.strictObject({
  os: z.enum(['windows', 'macos', 'linux']),
  file: z.string().regex(/^scripts\/[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a file in scripts/'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits (sha256sum of the file)'),
  effect: z
    .enum(['write', 'destructive'])
    .default('destructive')
    .describe('What the reviewed script does at most; unknown is destructive'),
  summary: text.optional(),
  parameters: z
    .record(
      parameterName,
      z.strictObject({
        type: z.enum(['string', 'integer', 'number', 'boolean']),
        default: z.union([z.string(), z.number(), z.boolean()]).optional(),
        required: z.boolean().default(false),
      }),
    )
    .default({}),
});

export const triggerSchemas = {
  alert: z.strictObject({
    alert: z.strictObject({
      kind: z.string().regex(/^[a-z]+(\.[a-z-]+)*$/, 'such as disk.space'),
      where: condition.optional(),
    }),
  }),
  ticket: z.strictObject({
    ticket: z.strictObject({ event: z.literal('created').default('created'), where: condition.optional() }),
  }),
  manual: z.strictObject({ manual: z.strictObject({ where: condition.optional() }) }),
};
export const plannedTriggers = ['schedule', 'webhook', 'playbook'] as const;
export type TriggerSpec =
  | z.output<typeof triggerSchemas.alert>
  | z.output<typeof triggerSchemas.ticket>
  | z.output<typeof triggerSchemas.manual>;

const budgetRate = z.string().regex(/^[1-9][0-9]{0,4}\/(minute|hour|day)$/, 'such as 5/hour');
const guardSchema = <S extends z.ZodType>(child: S) =>
  z.strictObject({
    budget: z
      .strictObject({
        perDevice: budgetRate.optional(),
        perClient: budgetRate.optional(),
        perOrg: budgetRate.optional(),
        ladder: z
          .array(z.union([z.number().int().min(1), z.literal('all')]))
          .min(1)
          .max(10)
          .optional(),
      })
      .optional(),
    window: z.string().min(1).max(80).optional(),
    approval: approvalSchema
      .extend({
        when: condition.optional(),
        otherwise: z.union([z.enum(['stop', 'escalate']), z.array(child).min(1).max(100)]).default('stop'),
      })
      .optional(),
  });

export const limitsSchema = z.strictObject({
  wallTime: z.string().regex(durationPattern, 'a duration such as 4h').optional(),
  steps: z.number().int().min(1).max(200).optional(),
});

export const makePlaybookSchema = <S extends z.ZodType, T extends z.ZodType>(child: S, trigger: T) =>
  z.strictObject({
    apiVersion: z.literal('mspclaw/v1'),
    kind: z.literal('Playbook'),
    name,
    version: z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/, 'a version such as 1.4.0'),
    title: text.max(120),
    summary: text,
    category: name,
    license: z.string().min(1).max(60).optional(),
    needs: z
      .strictObject({
        capabilities: z.array(z.string()).max(50).default([]),
        scripts: z.record(name, scriptManifestSchema).default({}),
      })
      .default({ capabilities: [], scripts: {} }),
    inputs: z.record(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'such as criticalPercent'), inputSchema).default({}),
    on: z.array(trigger).min(1).max(20),
    guard: guardSchema(child).optional(),
    limits: limitsSchema.optional(),
    steps: z.array(child).min(1).max(100),
    onFailure: z.array(child).min(1).max(20).optional().describe('Steps when a step failed and nothing handled it'),
  });

/** for reading: steps and triggers stay raw */
export const playbookHeadSchema = makePlaybookSchema(z.unknown(), z.unknown());
export type PlaybookHead = z.output<typeof playbookHeadSchema>;
export type InputSpec = z.output<typeof inputSchema>;
export type ScriptManifest = z.output<typeof scriptManifestSchema>;

/** for editors: the knot tied */
export const playbookDocumentSchema = (() => {
  const step: z.ZodType = z.lazy(() => z.union(Object.values(makeStepSchemas(step))));
  return makePlaybookSchema(step.meta({ id: 'step' }), z.union(Object.values(triggerSchemas)));
})();
