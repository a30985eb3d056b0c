// What a playbook's text asks for, in words: powers, triggers, guard. Reads the YAML as data; it is checked elsewhere.
import { parse } from 'yaml';
import { z } from 'zod';
import type { CapabilityCatalog } from '#server/engine/ports/capabilities.ts';
import type { PlaybookView } from './read-playbook.schema.ts';

const loose = z.looseObject({
  needs: z.looseObject({ capabilities: z.array(z.string()).default([]) }).optional(),
  on: z.array(z.record(z.string(), z.unknown())).default([]),
  guard: z
    .looseObject({
      budget: z.record(z.string(), z.unknown()).optional(),
      approval: z.union([z.string(), z.looseObject({ from: z.string().optional(), when: z.unknown() })]).optional(),
    })
    .optional(),
});
type Described = Pick<PlaybookView['shown'], 'powers' | 'triggers' | 'approval' | 'budget'>;

export function describePlaybook(source: string, catalog: Pick<CapabilityCatalog, 'get'>): Described {
  const parsed = loose.safeParse(parse(source, { maxAliasCount: 0 }));
  if (!parsed.success) return { powers: [], triggers: [], approval: null, budget: null };
  const { needs, on, guard } = parsed.data;
  const effects = ['destructive', 'write', 'read', 'unknown'];
  return {
    powers: (needs?.capabilities ?? [])
      .map((capability) => {
        const known = catalog.get(capability);
        return { capability, title: known?.title ?? capability, effect: known?.effect ?? ('unknown' as const) };
      })
      .sort((a, b) => effects.indexOf(a.effect) - effects.indexOf(b.effect)),
    triggers: on.flatMap((trigger) => Object.entries(trigger).map(([kind, value]) => describeTrigger(kind, value))),
    approval: describeApproval(guard?.approval),
    budget: guard?.budget
      ? Object.entries(guard.budget)
          .map(([key, value]) => describeLimit(key, value))
          .join(', ')
      : null,
  };
}

function describeTrigger(kind: string, value: unknown): string {
  if (typeof value !== 'object' || value === null) return value ? `${kind}: ${String(value)}` : kind;
  const { kind: what, where, ...rest } = value as Record<string, unknown>;
  const parts = [what && String(what), ...Object.entries(rest).map(([key, part]) => `${key} ${String(part)}`)];
  const head = `${kind} ${parts.filter(Boolean).join(', ')}`.trim();
  return where ? `${head} where ${String(where)}` : head;
}

function describeApproval(approval: string | { from?: string; when?: unknown } | undefined): string | null {
  if (approval === undefined) return null;
  if (typeof approval === 'string') return approval;
  const from = approval.from ? `from a ${approval.from}` : 'from a person';
  return approval.when ? `${from}, when ${String(approval.when)}` : from;
}

const describeLimit = (key: string, value: unknown): string =>
  `${key} ${Array.isArray(value) ? value.join(' → ') : String(value)}`;
