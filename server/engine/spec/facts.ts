// What a run knows from its beginning, and what expressions may therefore name. Whoever starts a run fills this in;
// ids are ours. More fields may be there; only these may be used, so that a playbook means the same everywhere.
import { z } from 'zod';

const id = z.string();
const when = z.string();

export const orgFactsSchema = z.object({ id, name: z.string(), slug: z.string() });

export const alertFactsSchema = z.object({
  id,
  /** normalised: "process.crash", "disk.space", "service.stopped", ... */
  kind: z.string(),
  severity: z.string(),
  title: z.string(),
  message: z.string(),
  /** facts of the monitor, whatever it tells */
  data: z.record(z.string(), z.json()),
  raisedAt: when,
  clearedAt: when.nullable(),
});

export const incidentFactsSchema = z.object({
  id,
  kind: z.string(),
  title: z.string(),
  severity: z.string(),
  status: z.string(),
  /** how often it was seen, this time included */
  alertCount: z.number(),
  firstAt: when,
  lastAt: when,
});

export const ticketFactsSchema = z.object({
  id,
  title: z.string(),
  description: z.string().nullable(),
  status: z.any(),
  isClosed: z.boolean(),
  priority: z.string().nullable(),
  category: z.string().nullable(),
  url: z.string().nullable(),
});

export const deviceFactsSchema = z.object({
  id,
  name: z.string(),
  /** "workstation" | "server" | "network" | "other" */
  role: z.string(),
  os: z.string().nullable(),
  /** "windows" | "macos" | "linux" | "other" */
  osFamily: z.string().nullable(),
  serial: z.string().nullable(),
  online: z.boolean().nullable(),
  lastSeenAt: when.nullable(),
});

export const clientFactsSchema = z.object({ id, name: z.string() });

export const runFactsSchema = z.object({
  org: orgFactsSchema,
  alert: alertFactsSchema.nullable(),
  incident: incidentFactsSchema.nullable(),
  ticket: ticketFactsSchema.nullable(),
  device: deviceFactsSchema.nullable(),
  client: clientFactsSchema.nullable(),
});
export type RunFacts = z.infer<typeof runFactsSchema>;
export type FactName = keyof RunFacts;
export const factNames = Object.keys(runFactsSchema.shape) as FactName[];
