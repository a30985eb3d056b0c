// What a playbook could do at most, read from its text: shown before it is installed and before it is enabled.
import type { CapabilityCatalog, Effect } from '../ports/capabilities.ts';
import type { PlaybookHead } from '../spec/playbook-schema.ts';
import { allSteps, type CompiledStep } from './compiled-step.ts';

export interface Power {
  capability: string;
  title: string;
  effect: Effect;
  /** the steps that use it */
  paths: string[];
  /** does an approval stand before its steps: before each, only under a condition or before some, or before none? */
  approval: 'always' | 'sometimes' | 'never';
}

export interface Powers {
  capabilities: Power[];
  scripts: { name: string; os: string; effect: Effect; sha256: string; summary: string | null }[];
  /** the widest of all */
  effect: Effect;
}

const rank: Record<Effect, number> = { read: 0, write: 1, destructive: 2 };
const wider = (a: Effect, b: Effect): Effect => (rank[a] >= rank[b] ? a : b);
export const isWider = (a: Effect, b: Effect): boolean => rank[a] > rank[b];

export const escalationCapabilities = ['ticket.create', 'ticket.note.add', 'ticket.assign'] as const;

export const capabilitiesOf = (step: CompiledStep): readonly string[] => {
  if (step.kind === 'call') return [step.spec.call];
  if (step.kind === 'verify') return [step.spec.read];
  return step.kind === 'escalate' ? escalationCapabilities : [];
};

type Approval = Power['approval'];
const approvalOf = (step: CompiledStep, all: CompiledStep[]): Approval => {
  if (step.approval === null) return 'never';
  return all.find((other) => other.path === step.approval)?.condition === null ? 'always' : 'sometimes';
};
const both = (a: Approval, b: Approval): Approval => (a === b ? a : 'sometimes');

export const listPowers = (head: PlaybookHead, steps: CompiledStep[], catalog: CapabilityCatalog): Powers => {
  const powers = new Map<string, Power>();
  const all = allSteps(steps);
  for (const step of all) {
    for (const capability of capabilitiesOf(step)) {
      const before = powers.get(capability);
      powers.set(capability, {
        capability,
        title: catalog.get(capability)?.title ?? capability,
        effect: wider(before?.effect ?? 'read', step.kind === 'verify' ? 'read' : step.effect),
        paths: [...(before?.paths ?? []), step.path],
        approval: before === undefined ? approvalOf(step, all) : both(before.approval, approvalOf(step, all)),
      });
    }
  }
  const capabilities = [...powers.values()].sort(
    (a, b) => rank[b.effect] - rank[a.effect] || a.capability.localeCompare(b.capability),
  );
  const scripts = Object.entries(head.needs.scripts).map(([name, script]) => ({
    name,
    os: script.os,
    effect: script.effect,
    sha256: script.sha256,
    summary: script.summary ?? null,
  }));
  return {
    capabilities,
    scripts,
    effect: capabilities.reduce<Effect>((widest, power) => wider(widest, power.effect), 'read'),
  };
};
