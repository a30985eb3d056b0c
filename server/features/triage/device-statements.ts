// What the device's own facts say about the incident, as sentences that cite the recorded answers. Pure.
import { z } from 'zod';
import type { Statement } from './triage.ts';
import type { ReadFact } from './triage-ports.ts';

type Fact = Awaited<ReturnType<ReadFact>>;

/** The part of a device's status that triage speaks of; everything may be missing. */
const statusSchema = z.object({
  online: z.boolean().nullish(),
  uptimeSeconds: z.number().nullish(),
  needsReboot: z.boolean().nullish(),
  systemDrive: z.object({ name: z.string(), freePercent: z.number() }).nullish(),
  patches: z.object({ pending: z.number(), failed: z.number(), lastInstalledAt: z.string().nullish() }).nullish(),
  services: z.record(z.string(), z.object({ displayName: z.string(), state: z.string() })).nullish(),
});
const eventsSchema = z.object({ items: z.array(z.object({ kind: z.string(), subject: z.string() })) });

export function deviceStatements(facts: { status: Fact; events: Fact; alertData: unknown }): Statement[] {
  return [...fromStatus(facts.status, facts.alertData), ...fromEvents(facts.events)];
}

function fromStatus(fact: Fact, alertData: unknown): Statement[] {
  if (!fact.ok) return [];
  const status = statusSchema.safeParse(fact.evidence.answer).data;
  if (!status) return [];
  const evidence = [fact.evidence.evidenceId];
  const sentences: string[] = [];
  if (status.online === false) sentences.push('The device is offline.');
  if (typeof status.uptimeSeconds === 'number') sentences.push(`Up for ${describeUptime(status.uptimeSeconds)}.`);
  const service = serviceOf(alertData);
  const state = service && status.services?.[service.toLowerCase()];
  if (state) sentences.push(`${state.displayName} is ${state.state}.`);
  if (status.patches) {
    const last = status.patches.lastInstalledAt
      ? `, last one installed ${status.patches.lastInstalledAt.slice(0, 10)}`
      : '';
    sentences.push(`Patches: ${status.patches.failed} failed, ${status.patches.pending} pending${last}.`);
  }
  if (status.needsReboot) sentences.push('A reboot is pending.');
  if (status.systemDrive && status.systemDrive.freePercent < 15) {
    sentences.push(`${status.systemDrive.name} has ${Math.round(status.systemDrive.freePercent)} % free.`);
  }
  return sentences.map((text) => ({ text, evidence }));
}

function fromEvents(fact: Fact): Statement[] {
  if (!fact.ok) return [];
  const events = eventsSchema.safeParse(fact.evidence.answer).data?.items ?? [];
  if (events.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { subject } of events) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  const [subject, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  const most = subject && count && count > 1 ? `, most often "${subject}" (${count})` : '';
  return [{ text: `${events.length} recent events were read${most}.`, evidence: [fact.evidence.evidenceId] }];
}

function serviceOf(alertData: unknown): string | undefined {
  return z.object({ service: z.string() }).safeParse(alertData).data?.service;
}

function describeUptime(seconds: number): string {
  const hours = Math.floor(seconds / 3_600);
  if (hours < 1) return `${Math.max(1, Math.round(seconds / 60))} min`;
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
