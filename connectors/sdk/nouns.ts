// The nouns every connector speaks. A vendor's own words stay inside the connector; these cross its border.
// Ids are the vendor's, as text. Times are ISO 8601 in UTC. Absent facts are null, never guessed.
import { z } from 'zod';

export const noteVisibilitySchema = z.enum(['internal', 'public']);
/** Who may read a note. There is no default anywhere: a note without a visibility is refused. */
export type NoteVisibility = z.infer<typeof noteVisibilitySchema>;

export const severitySchema = z.enum(['critical', 'major', 'moderate', 'minor', 'info']);
export type Severity = z.infer<typeof severitySchema>;

export const prioritySchema = z.enum(['critical', 'high', 'medium', 'low']);
export type Priority = z.infer<typeof prioritySchema>;

const instant = z.iso.datetime();
const id = z.string().min(1).max(200);

export const refSchema = z.object({ id, name: z.string().nullable() });
export type Ref = z.infer<typeof refSchema>;

export const ticketSchema = z.object({
  id,
  title: z.string(),
  description: z.string().nullable(),
  board: refSchema.nullable(),
  status: refSchema,
  isClosed: z.boolean(),
  priority: prioritySchema.nullable(),
  category: z.string().nullable(),
  client: refSchema.nullable(),
  contact: refSchema.nullable(),
  assignee: refSchema.nullable(),
  /** our key, where the vendor keeps one for us (idempotency) */
  externalKey: z.string().nullable(),
  url: z.string().nullable(),
  createdAt: instant.nullable(),
  updatedAt: instant.nullable(),
  closedAt: instant.nullable(),
});
export type Ticket = z.infer<typeof ticketSchema>;

export const ticketNoteSchema = z.object({
  id,
  visibility: noteVisibilitySchema,
  isResolution: z.boolean(),
  author: z.string().nullable(),
  text: z.string(),
  createdAt: instant.nullable(),
});
export type TicketNote = z.infer<typeof ticketNoteSchema>;

export const noteInputSchema = z.strictObject({
  visibility: noteVisibilitySchema,
  body: z.string().min(1).max(20_000),
  /** may the vendor e-mail people about it? Never unless asked. */
  notify: z.boolean().default(false),
});
export type NoteInput = z.infer<typeof noteInputSchema>;

export const deviceRoleSchema = z.enum(['workstation', 'server', 'network', 'other']);
export const osFamilySchema = z.enum(['windows', 'macos', 'linux', 'other']);

export const deviceSchema = z.object({
  id,
  name: z.string(),
  client: refSchema.nullable(),
  site: refSchema.nullable(),
  role: deviceRoleSchema,
  os: z.string().nullable(),
  osFamily: osFamilySchema,
  serial: z.string().nullable(),
  macs: z.array(z.string()),
  online: z.boolean().nullable(),
  lastSeenAt: instant.nullable(),
});
export type Device = z.infer<typeof deviceSchema>;

export const serviceStateSchema = z.enum(['running', 'stopped', 'starting', 'stopping', 'paused', 'unknown']);

/** What is true on a device right now, as far as the vendor knows. Sizes in GB (10^9 bytes), one decimal. */
export const deviceStatusSchema = deviceSchema.extend({
  takenAt: instant,
  lastBootAt: instant.nullable(),
  uptimeSeconds: z.number().int().nonnegative().nullable(),
  needsReboot: z.boolean().nullable(),
  systemDrive: z
    .object({ name: z.string(), totalGb: z.number(), freeGb: z.number(), freePercent: z.number() })
    .nullable(),
  patches: z
    .object({ pending: z.number().int(), failed: z.number().int(), lastInstalledAt: instant.nullable() })
    .nullable(),
  /** by short service name, lower-cased; null when the vendor does not tell */
  services: z
    .record(z.string(), z.object({ name: z.string(), displayName: z.string(), state: serviceStateSchema }))
    .nullable(),
  health: z.enum(['healthy', 'needs-attention', 'unhealthy', 'unknown']),
  lastUser: z.string().nullable(),
  isInMaintenance: z.boolean(),
});
export type DeviceStatus = z.infer<typeof deviceStatusSchema>;

export const deviceEventSchema = z.object({
  id,
  at: instant,
  kind: z.string(),
  severity: severitySchema.nullable(),
  subject: z.string(),
  message: z.string(),
});
export type DeviceEvent = z.infer<typeof deviceEventSchema>;

/** One event from a monitor, as the vendor tells it on re-reading. */
export const vendorAlertSchema = z.object({
  id,
  device: refSchema.nullable(),
  client: refSchema.nullable(),
  /** normalised: "process.crash", "disk.space", "service.stopped", "agent.offline", "patch.failed", ... or "other" */
  kind: z.string().regex(/^[a-z]+(\.[a-z-]+)*$/),
  severity: severitySchema,
  title: z.string(),
  message: z.string(),
  /** facts a playbook's condition may look at; small, flat where possible */
  data: z.record(z.string(), z.json()),
  raisedAt: instant,
  isActive: z.boolean(),
  clearedAt: instant.nullable(),
  /** fields that say "the same problem again"; the connector names them, the pipeline normalises them */
  fingerprint: z.array(z.string()),
});
export type VendorAlert = z.infer<typeof vendorAlertSchema>;

export const scriptSchema = z.object({
  id,
  name: z.string(),
  description: z.string().nullable(),
  osFamilies: z.array(osFamilySchema),
  parameters: z.array(z.object({ name: z.string(), type: z.string(), required: z.boolean() })),
});
export type Script = z.infer<typeof scriptSchema>;

export const scriptResultSchema = z.object({
  outcome: z.enum(['success', 'failure', 'cancelled']),
  /** null when the vendor does not tell */
  exitCode: z.number().int().nullable(),
  /** null when the vendor has no road for output or none came back */
  output: z.string().nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});
export type ScriptResult = z.infer<typeof scriptResultSchema>;

export const clientSchema = z.object({ id, name: z.string(), isActive: z.boolean() });
export type Client = z.infer<typeof clientSchema>;

export const memberSchema = z.object({
  id,
  handle: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  isActive: z.boolean(),
});
export type Member = z.infer<typeof memberSchema>;

export const boardSchema = z.object({ id, name: z.string(), isActive: z.boolean() });
export type Board = z.infer<typeof boardSchema>;

export const statusSchema = z.object({
  id,
  name: z.string(),
  board: refSchema.nullable(),
  isClosed: z.boolean(),
  isDefault: z.boolean(),
});
export type Status = z.infer<typeof statusSchema>;

/** A page of a list. `next` is opaque to everyone but the connector that made it. */
export const pageSchema = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
export type Page<T> = { items: T[]; next: string | null };
