// The nouns every connector speaks. A vendor's own words stay inside the connector; these cross its border.
// Ids are the vendor's, as text. Times are ISO 8601 in UTC. Absent facts are null, never guessed.
import { z } from 'zod';
import { webLink } from './text/web-link.ts';

export const noteVisibilitySchema = z.enum(['internal', 'public']);
/** Who may read a note. There is no default anywhere: a note without a visibility is refused. */
export type NoteVisibility = z.infer<typeof noteVisibilitySchema>;

/** What a connected tool is for. One product may be several. */
export const systemKinds = ['psa', 'rmm', 'documentation', 'directory', 'remote'] as const;
export type SystemKind = (typeof systemKinds)[number];

/** Where a ticket stands, in our words; each connection says which status of the vendor that is. */
export const ticketStages = ['new', 'in-progress', 'waiting-customer', 'waiting-vendor', 'resolved', 'closed'] as const;
export const ticketStageSchema = z.enum(ticketStages);
export type TicketStage = z.infer<typeof ticketStageSchema>;

/** An address that people click, from a vendor's record: of the web, else none. A connector that forgets to look is no door. */
export const shownAddressSchema = z
  .string()
  .nullable()
  .overwrite((url) => (webLink(url) === null ? null : url));

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
  url: shownAddressSchema,
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
  /** `unknown`: it ran, and the vendor does not say how it ended; only a reading of the device can tell */
  outcome: z.enum(['success', 'failure', 'cancelled', 'unknown']),
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

/** A priority as the vendor keeps it. `rank`: 0 is the most urgent; null when the vendor has no order. */
export const vendorPrioritySchema = z.object({
  id,
  name: z.string(),
  rank: z.number().int().nullable(),
  isDefault: z.boolean(),
});
export type VendorPriority = z.infer<typeof vendorPrioritySchema>;

export const categorySchema = z.object({ id, name: z.string(), board: refSchema.nullable(), isActive: z.boolean() });
export type Category = z.infer<typeof categorySchema>;

/** A person at a client, as the PSA or the documentation keeps one. */
export const contactSchema = z.object({
  id,
  name: z.string(),
  email: z.string().nullable(),
  client: refSchema.nullable(),
  isActive: z.boolean(),
});
export type Contact = z.infer<typeof contactSchema>;

/** An article, a document or a structured record of a documentation tool. Passwords are never among them. */
export const documentSummarySchema = z.object({
  id,
  kind: z.enum(['article', 'record']),
  title: z.string(),
  /** null = for all clients */
  client: refSchema.nullable(),
  url: shownAddressSchema,
  updatedAt: instant.nullable(),
});
export type DocumentSummary = z.infer<typeof documentSummarySchema>;

/** `text`: plain, without markup; cut at 100,000 characters, and then `isCut`. */
export const documentSchema = documentSummarySchema.extend({ text: z.string().max(100_000), isCut: z.boolean() });
export type Document = z.infer<typeof documentSchema>;

export const directoryUserSchema = z.object({
  id,
  /** "dana.whitfield@acme.example" */
  principalName: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  isEnabled: z.boolean(),
  /** locked out after wrong passwords; null when the directory does not tell */
  isLockedOut: z.boolean().nullable(),
  /** its master is a directory on premises: changes here would be refused or undone */
  isSynced: z.boolean(),
  department: z.string().nullable(),
  jobTitle: z.string().nullable(),
  /** null when the directory knows no licences */
  licenses: z.array(refSchema).nullable(),
  lastSignInAt: instant.nullable(),
  passwordSetAt: instant.nullable(),
});
export type DirectoryUser = z.infer<typeof directoryUserSchema>;

export const signInSchema = z.object({
  id,
  at: instant,
  app: z.string().nullable(),
  ipAddress: z.string().nullable(),
  place: z.string().nullable(),
  isSuccess: z.boolean(),
  reason: z.string().nullable(),
});
export type SignIn = z.infer<typeof signInSchema>;

export const directoryGroupSchema = z.object({
  id,
  name: z.string(),
  description: z.string().nullable(),
  /** a rule or another directory decides who is in it: members cannot be changed here */
  isManagedElsewhere: z.boolean(),
});
export type DirectoryGroup = z.infer<typeof directoryGroupSchema>;

export const licenseSchema = z.object({
  id,
  name: z.string(),
  total: z.number().int().nonnegative(),
  used: z.number().int().nonnegative(),
});
export type License = z.infer<typeof licenseSchema>;

/** Facts of a group policy object: what it is and where it applies. */
export const directoryPolicySchema = z.object({
  id,
  name: z.string(),
  isUserPartEnabled: z.boolean(),
  isComputerPartEnabled: z.boolean(),
  /** `order`: its place among the policies of that target, from 1 */
  links: z.array(
    z.object({ target: z.string(), isEnabled: z.boolean(), isEnforced: z.boolean(), order: z.number().int() }),
  ),
  /** how often each part was changed; null when the directory does not tell */
  version: z.object({ user: z.number().int(), computer: z.number().int() }).nullable(),
  changedAt: instant.nullable(),
});
export type DirectoryPolicy = z.infer<typeof directoryPolicySchema>;

/** A page of a list. `next` is opaque to everyone but the connector that made it. */
export const pageSchema = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
export type Page<T> = { items: T[]; next: string | null };
