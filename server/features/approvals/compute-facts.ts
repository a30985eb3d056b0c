// What a person should know before they say yes: computed from our own rows and from the playbook's text. Pure.
import { parse } from 'yaml';
import type { ApprovalView, PlannedCallView } from './read-approval.schema.ts';

interface FactRows {
  device: { name: string; role: string; os: string | null; online: boolean | null } | null;
  client: { name: string } | null;
  version: { source: string } | null;
  openOnDevice: number;
}
type Fact = ApprovalView['facts'][number];

export function computeFacts(plan: PlannedCallView[], rows: FactRows): Fact[] {
  const devices = new Set(plan.flatMap((call) => call.device ?? []));
  const facts: Fact[] = [
    { label: 'Devices touched', value: String(devices.size), isWarning: devices.size > 1 },
    { label: 'Calls', value: countCalls(plan), isWarning: plan.some((call) => call.effect === 'destructive') },
  ];
  if (rows.client) facts.push({ label: 'Client', value: rows.client.name, isWarning: false });
  if (rows.device) {
    const { name, role, os, online } = rows.device;
    facts.push({ label: 'Device', value: [name, role, os].filter(Boolean).join(' · '), isWarning: role === 'server' });
    if (online === false) facts.push({ label: 'Reachable', value: 'offline when last seen', isWarning: true });
  }
  if (rows.openOnDevice > 1) {
    facts.push({ label: 'Open incidents on it', value: String(rows.openOnDevice), isWarning: true });
  }
  return [...facts, ...undoFacts(plan, rows.version?.source ?? '')];
}

function countCalls(plan: PlannedCallView[]): string {
  const destructive = plan.filter((call) => call.effect === 'destructive').length;
  return destructive > 0 ? `${plan.length}, of which ${destructive} destructive` : `${plan.length}, none destructive`;
}

/** What cannot be taken back is named before it is approved. */
function undoFacts(plan: PlannedCallView[], source: string): Fact[] {
  const steps = stepsById(source);
  return plan.flatMap((call): Fact[] => {
    const undo = steps.get(call.path.split('/').at(0) ?? '')?.undo;
    if (typeof undo !== 'object' || undo === null) return [];
    if ('impossible' in undo) {
      return [{ label: `Undo of ${call.path}`, value: `not possible: ${String(undo.impossible)}`, isWarning: true }];
    }
    if ('call' in undo) return [{ label: `Undo of ${call.path}`, value: String(undo.call), isWarning: false }];
    return [];
  });
}

function stepsById(source: string): Map<string, { undo?: unknown }> {
  try {
    const playbook: unknown = parse(source, { maxAliasCount: 0 });
    const steps = (playbook as { steps?: unknown } | null)?.steps;
    if (!Array.isArray(steps)) return new Map();
    return new Map(steps.flatMap((step) => (typeof step?.id === 'string' ? [[step.id, step]] : [])));
  } catch {
    // The text ran, so it was valid once; a fact that cannot be computed is left out, never guessed.
    return new Map();
  }
}
