// The rows of ConnectWise PSA, as far as we read them. Lenient on purpose: fields we do not use may be anything,
// absent and null mean the same. What we do use is checked, so a changed API is an error and not a wrong ticket.
import { z } from 'zod';

const text = z.string().nullish();
const flag = z.boolean().nullish();
const info = z.object({ lastUpdated: text, dateEntered: text, updatedBy: text, enteredBy: text }).partial().nullish();

export const referenceShape = z.object({ id: z.number().int(), name: text, identifier: text });
export type ReferenceRow = z.output<typeof referenceShape>;

export const ticketShape = z.object({
  id: z.number().int(),
  summary: text,
  board: referenceShape.nullish(),
  status: referenceShape,
  priority: referenceShape.nullish(),
  company: referenceShape.nullish(),
  contact: referenceShape.nullish(),
  contactName: text,
  type: referenceShape.nullish(),
  subType: referenceShape.nullish(),
  owner: referenceShape.nullish(),
  externalXRef: text,
  closedFlag: flag,
  closedDate: text,
  _info: info,
});
export type TicketRow = z.output<typeof ticketShape>;

export const changedTicketShape = z.object({ id: z.number().int(), _info: info });

/** One note: of `/notes` (ServiceNote) or `/allNotes` (ServiceTicketNote, which also holds time entries and meetings). */
export const noteShape = z.object({
  id: z.number().int(),
  noteType: text,
  text,
  detailDescriptionFlag: flag,
  internalAnalysisFlag: flag,
  resolutionFlag: flag,
  member: referenceShape.partial().nullish(),
  contact: referenceShape.partial().nullish(),
  originalAuthor: text,
  createdBy: text,
  dateCreated: text,
  timeStart: text,
  _info: info,
});
export type NoteRow = z.output<typeof noteShape>;

export const boardShape = z.object({ id: z.number().int(), name: z.string(), inactiveFlag: flag, projectFlag: flag });
export type BoardRow = z.output<typeof boardShape>;

export const statusShape = z.object({
  id: z.number().int(),
  name: z.string(),
  board: referenceShape.nullish(),
  sortOrder: z.number().nullish(),
  inactive: flag,
  closedStatus: flag,
  defaultFlag: flag,
  escalationStatus: text,
});
export type StatusRow = z.output<typeof statusShape>;

export const priorityShape = z.object({
  id: z.number().int(),
  name: z.string(),
  sortOrder: z.number().nullish(),
  defaultFlag: flag,
});
export type PriorityRow = z.output<typeof priorityShape>;

export const memberShape = z.object({
  id: z.number().int(),
  identifier: z.string(),
  firstName: text,
  lastName: text,
  primaryEmail: text,
  officeEmail: text,
  inactiveFlag: flag,
});
export type MemberRow = z.output<typeof memberShape>;

export const companyShape = z.object({
  id: z.number().int(),
  identifier: text,
  name: z.string(),
  status: referenceShape.partial().nullish(),
  deletedFlag: flag,
});
export type CompanyRow = z.output<typeof companyShape>;

export const typeShape = z.object({ id: z.number().int(), name: z.string(), inactiveFlag: flag });
export type TypeRow = z.output<typeof typeShape>;

export const contactShape = z.object({
  id: z.number().int(),
  firstName: text,
  lastName: text,
  company: referenceShape.nullish(),
  inactiveFlag: flag,
  communicationItems: z
    .array(z.object({ value: text, communicationType: text, defaultFlag: flag }).partial())
    .nullish(),
});
export type ContactRow = z.output<typeof contactShape>;

export const configurationShape = z.object({
  id: z.number().int(),
  name: text,
  type: referenceShape.partial().nullish(),
  company: referenceShape.nullish(),
  site: referenceShape.nullish(),
  serialNumber: text,
  macAddress: text,
  osType: text,
  osInfo: text,
});
export type ConfigurationRow = z.output<typeof configurationShape>;

export const timeEntryShape = z.object({ id: z.number().int(), notes: text, internalNotes: text, timeStart: text });
export type TimeEntryRow = z.output<typeof timeEntryShape>;

export const countShape = z.object({ count: z.number().int().nonnegative() });
export const systemInfoShape = z.object({ version: text, isCloud: flag, serverTimeZone: text, cloudRegion: text });

export const companyInfoShape = z.object({
  CompanyName: text,
  Codebase: z.string().min(1),
  VersionCode: text,
  CompanyID: text,
  IsCloud: flag,
});
export type CompanyInfo = z.output<typeof companyInfoShape>;

export const callbackShape = z.object({
  id: z.number().int(),
  url: z.string(),
  type: text,
  level: text,
  inactiveFlag: flag,
});

export const errorShape = z.object({
  code: text,
  message: text,
  error: text,
  errors: z.array(z.object({ code: text, message: text, resource: text, field: text })).nullish(),
});
