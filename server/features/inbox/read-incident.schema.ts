import { z } from 'zod';
import { incidentSummary } from './list-incidents.schema.ts';
import { ticketSummary } from './list-tickets.schema.ts';

export const readIncidentInput = z.object({ incidentId: z.uuid() });

export const alertView = z.object({
  id: z.uuid(),
  externalId: z.string(),
  connector: z.string().nullable(),
  kind: z.string(),
  severity: z.string(),
  title: z.string(),
  message: z.string(),
  data: z.unknown(),
  raisedAt: z.date(),
  clearedAt: z.date().nullable(),
});

export const statement = z.object({ text: z.string(), evidence: z.array(z.string()).default([]) });

export const triageView = z.object({
  id: z.uuid(),
  /** who wrote what is shown: "rules" or "<provider>/<model>" */
  method: z.string(),
  /** the model that was asked, and how far it is; null = none was configured when this was triaged */
  model: z
    .object({ name: z.string(), state: z.enum(['done', 'thinking', 'failed']), reason: z.string().nullable() })
    .nullable(),
  category: z.string(),
  priority: z.string(),
  /** of rules: how much independent support there is; of a model: what it says. Null = abstained */
  confidence: z.number().nullable(),
  summary: z.string(),
  statements: z.array(statement),
  nextActions: z.array(z.string()),
  matches: z.array(z.object({ title: z.string(), score: z.number().nullable(), kind: z.string().nullable() })),
  playbook: z.object({ id: z.uuid(), slug: z.string(), title: z.string() }).nullable(),
  createdAt: z.date(),
});
export type TriageView = z.infer<typeof triageView>;

export const evidenceSummary = z.object({
  id: z.uuid(),
  title: z.string(),
  capability: z.string(),
  connector: z.string().nullable(),
  takenAt: z.date(),
});
export type EvidenceSummary = z.infer<typeof evidenceSummary>;

export const deviceView = z.object({
  id: z.uuid(),
  name: z.string(),
  os: z.string().nullable(),
  role: z.string(),
  online: z.boolean().nullable(),
  lastSeenAt: z.date().nullable(),
});
export type DeviceView = z.infer<typeof deviceView>;

export const incidentView = z.object({
  incident: incidentSummary.extend({ fingerprint: z.string(), resolvedAt: z.date().nullable() }),
  device: deviceView.nullable(),
  triage: triageView.nullable(),
  alerts: z.array(alertView),
  tickets: z.array(ticketSummary),
  evidence: z.array(evidenceSummary),
});
export type IncidentView = z.infer<typeof incidentView>;
