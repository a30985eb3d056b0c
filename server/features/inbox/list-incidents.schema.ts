import { z } from 'zod';
import { pageInput, pageOf } from '#server/platform/paging.schema.ts';

export const incidentStatuses = ['open', 'working', 'waiting', 'escalated', 'resolved', 'closed'] as const;
export const incidentStatus = z.enum(incidentStatuses);
export type IncidentStatus = z.infer<typeof incidentStatus>;
export const severities = ['critical', 'major', 'moderate', 'minor', 'info'] as const;
export const severity = z.enum(severities);
export type Severity = z.infer<typeof severity>;

/** `active` = everything not resolved or closed; what the inbox opens with. */
export const incidentFilter = z.object({
  view: z.enum(['active', 'all']).default('active'),
  status: incidentStatus.optional(),
  severity: severity.optional(),
  clientId: z.uuid().optional(),
  q: z.string().trim().max(120).optional(),
});
export type IncidentFilter = z.infer<typeof incidentFilter>;

export const incidentSummary = z.object({
  id: z.uuid(),
  title: z.string(),
  kind: z.string(),
  severity: z.string(),
  status: incidentStatus,
  alertCount: z.number(),
  client: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  device: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  /** connectors the alerts came from and the tickets live in, e.g. "ninjaone/rmm" */
  sources: z.array(z.string()),
  ticket: z.object({ externalId: z.string(), status: z.string(), assignee: z.string().nullable() }).nullable(),
  firstAt: z.date(),
  lastAt: z.date(),
});
export type IncidentSummary = z.infer<typeof incidentSummary>;

export const listIncidentsInput = pageInput.extend(incidentFilter.shape);
export type ListIncidentsInput = z.infer<typeof listIncidentsInput>;
export const listIncidentsOutput = pageOf(incidentSummary);

const facet = z.array(z.object({ value: z.string(), label: z.string(), count: z.number() }));
export const countIncidentsOutput = z.object({ status: facet, severity: facet, client: facet, total: z.number() });
export type IncidentFacets = z.infer<typeof countIncidentsOutput>;
