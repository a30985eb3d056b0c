// What a playbook's text asks for, in words: powers, triggers, approvals, guard. The engine's checker says what it could
// do at most; of a text that does not pass, the list of what it names is shown at its widest.
import { parse } from 'yaml';
import { z } from 'zod';
import { previewPowers } from '#server/engine/engine.ts';
import type { CapabilityCatalog } from '#server/engine/ports/capabilities.ts';
import type { PlaybookView } from './read-playbook.schema.ts';

const loose = z.looseObject({
  needs: z.looseObject({ capabilities: z.array(z.string()).default([]) }).optional(),
  on: z.array(z.record(z.string(), z.unknown())).default([]),
  steps: z.unknown().optional(),
  guard: z
    .looseObject({
      budget: z.record(z.string(), z.unknown()).optional(),
      approval: z.union([z.string(), z.looseObject({ from: z.string().optional(), when: z.unknown() })]).optional(),
    })
    .optional(),
});
type Described = Pick<PlaybookView['shown'], 'powers' | 'triggers' | 'approval' | 'budget'>;

export function describePlaybook(source: string, catalog: CapabilityCatalog): Described {
  const parsed = loose.safeParse(parse(source, { maxAliasCount: 0 }));
  if (!parsed.success) return { powers: [], triggers: [], approval: null, budget: null };
  const { needs, on, guard, steps } = parsed.data;
  return {
    powers: describePowers(source, needs?.capabilities ?? [], catalog),
    triggers: on.flatMap((trigger) => Object.entries(trigger).map(([kind, value]) => describeTrigger(kind, value))),
    approval: [describeApproval(guard?.approval), ...stepApprovals(steps)].filter(Boolean).join('; ') || null,
    budget: guard?.budget
      ? Object.entries(guard.budget)
          .map(([key, value]) => describeLimit(key, value))
          .join(', ')
      : null,
  };
}

function describePowers(source: string, named: string[], catalog: CapabilityCatalog): Described['powers'] {
  const checked = previewPowers(source, catalog);
  if (checked) {
    return checked.capabilities.map(({ capability, title, effect, approval }) => ({
      capability,
      title,
      effect,
      approval,
    }));
  }
  const effects = ['destructive', 'write', 'read', 'unknown'];
  return named
    .map((capability) => {
      const known = catalog.get(capability);
      return {
        capability,
        title: known?.title ?? capability,
        effect: known?.effect ?? ('unknown' as const),
        approval: null,
      };
    })
    .sort((a, b) => effects.indexOf(a.effect) - effects.indexOf(b.effect));
}

/** Steps that ask, wherever they stand; under another step's condition they ask in some cases only. */
function stepApprovals(steps: unknown, depth = 0): string[] {
  if (!Array.isArray(steps)) return [];
  return steps.flatMap((step: unknown) => {
    if (typeof step !== 'object' || step === null) return [];
    const { approve, if: condition, ...rest } = step as Record<string, unknown>;
    const inner = Object.values(rest).flatMap((value) => stepApprovals(value, depth + 1));
    if (typeof approve !== 'object' || approve === null) return inner;
    const { from } = approve as { from?: unknown };
    const said = describeApproval({ from: typeof from === 'string' ? from : undefined, when: condition }) ?? '';
    return [depth > 0 ? `${said}, in some cases` : said, ...inner];
  });
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
  const from = approval.from ? `from ${/^[aeiou]/.test(approval.from) ? 'an' : 'a'} ${approval.from}` : 'from a person';
  return approval.when ? `${from}, when ${String(approval.when)}` : from;
}

const describeLimit = (key: string, value: unknown): string =>
  `${key} ${Array.isArray(value) ? value.join(' → ') : String(value)}`;
