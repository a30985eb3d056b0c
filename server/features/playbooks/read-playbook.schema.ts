import { z } from 'zod';
import { playbookSummary } from './list-playbooks.schema.ts';

export const readPlaybookInput = z.object({ slug: z.string().min(1).max(120), version: z.string().max(40).optional() });

export const power = z.object({
  capability: z.string(),
  title: z.string(),
  effect: z.enum(['read', 'write', 'destructive', 'unknown']),
  /** does a person say yes before it? null = the text does not pass the check, so nobody can tell */
  approval: z.enum(['always', 'sometimes', 'never']).nullable(),
});

export const playbookView = z.object({
  playbook: playbookSummary,
  shown: z.object({
    version: z.string(),
    isLive: z.boolean(),
    contentHash: z.string(),
    createdAt: z.date(),
    source: z.string(),
    scripts: z.array(z.object({ name: z.string(), file: z.string(), sha256: z.string(), text: z.string() })),
    powers: z.array(power),
    triggers: z.array(z.string()),
    approval: z.string().nullable(),
    budget: z.string().nullable(),
  }),
  versions: z.array(
    z.object({ version: z.string(), contentHash: z.string(), createdAt: z.date(), isLive: z.boolean() }),
  ),
});
export type PlaybookView = z.infer<typeof playbookView>;
