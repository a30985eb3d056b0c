// Category, priority and the words for them, from what is known without any model. Pure.
export interface ClassifyFacts {
  kind: string;
  severity: string;
  deviceRole: string | null;
}

interface KindRule {
  category: string;
  /** what a technician calls it */
  noun: string;
  next: string[];
}

const byKind: Record<string, KindRule> = {
  'process.crash': {
    category: 'Software / process crash',
    noun: 'a process crashed',
    next: ['Check whether the service behind the process is running again', 'Look for failed patches on the device'],
  },
  'service.stopped': {
    category: 'Software / service stopped',
    noun: 'a service stopped',
    next: ['Start the service and watch whether it stays up'],
  },
  'disk.space': {
    category: 'Hardware / disk space',
    noun: 'a drive is nearly full',
    next: ['Find what grew, clear caches'],
  },
  'agent.offline': {
    category: 'Network / device offline',
    noun: 'the agent does not report',
    next: ['Check power and network at the site'],
  },
  'patch.failed': {
    category: 'Patching / installation failed',
    noun: 'a patch did not install',
    next: ['Read the error code, try the patch again'],
  },
  'print.queue': {
    category: 'Hardware / printing',
    noun: 'the print queue is stuck',
    next: ['Clear the queue and restart the spooler'],
  },
};

export const incidentCategories = Object.values(byKind).map(({ category }) => category);

const impact = (role: string | null) => (role === 'server' ? 2 : role === 'network' ? 2 : 1);
const urgency: Record<string, number> = { critical: 3, major: 2, moderate: 1, minor: 0, info: 0 };
const priorities = ['low', 'low', 'medium', 'high', 'critical', 'critical'] as const;

/** Priority is impact x urgency as ITIL has it: impact from the device's role, urgency from the alert's severity. */
export function classifyIncident(
  facts: ClassifyFacts,
): KindRule & { priority: (typeof priorities)[number]; isKnownKind: boolean } {
  const rule = byKind[facts.kind];
  const rank = impact(facts.deviceRole) + (urgency[facts.severity] ?? 1);
  return {
    ...(rule ?? { category: 'Uncategorised', noun: 'something happened', next: ['Read the alert and decide'] }),
    isKnownKind: rule !== undefined,
    priority: priorities[Math.min(rank, priorities.length - 1)] ?? 'medium',
  };
}

/**
 * How sure the rules are, or null to abstain. Counts independent support: a kind we know, facts read from the
 * device, a near match in knowledge, a playbook that fires.
 */
export function ruleConfidence(support: {
  isKnownKind: boolean;
  hasDeviceFacts: boolean;
  bestMatch: number;
  hasPlaybook: boolean;
}): number | null {
  if (!support.isKnownKind && support.bestMatch < 0.3) return null;
  const score =
    (support.isKnownKind ? 0.45 : 0.15) +
    (support.hasDeviceFacts ? 0.15 : 0) +
    Math.min(support.bestMatch, 1) * 0.25 +
    (support.hasPlaybook ? 0.1 : 0);
  return Math.round(Math.min(score, 0.95) * 100) / 100;
}
