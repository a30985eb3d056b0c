// Autotask's records as far as they are read. Everything but ids may be missing; unknown fields are ignored.
import { z } from 'zod';

const id = z.number().int();
const text = z.string().nullish();
const flag = z.union([z.boolean(), z.number()]).nullish();

export const pageDetailsShape = z.object({ nextPageUrl: z.string().nullish() });
export const pageShape = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), pageDetails: pageDetailsShape.nullish() });
/** not found is 200 with `item: null` */
export const itemShape = z.object({ item: z.record(z.string(), z.unknown()).nullable() });
/** ids beyond 2^53 come as text */
export const createdShape = z.object({ itemId: z.union([id, z.string().regex(/^\d+$/)]) });
export const countShape = z.object({ queryCount: z.number().int() });
export const thresholdShape = z.object({
  externalRequestThreshold: z.number().nullish(),
  requestThresholdTimeframe: z.number().nullish(),
  currentTimeframeRequestCount: z.number().nullish(),
});

export const ticketShape = z.object({
  id,
  ticketNumber: text,
  title: text,
  description: text,
  companyID: id.nullish(),
  contactID: id.nullish(),
  status: id.nullish(),
  priority: id.nullish(),
  queueID: id.nullish(),
  issueType: id.nullish(),
  subIssueType: id.nullish(),
  assignedResourceID: id.nullish(),
  assignedResourceRoleID: id.nullish(),
  createDate: text,
  lastActivityDate: text,
  lastTrackedModificationDateTime: text,
  completedDate: text,
  resolution: text,
  externalID: text,
});
export type TicketRow = z.output<typeof ticketShape>;

export const changedTicketShape = ticketShape.pick({
  id: true,
  createDate: true,
  lastTrackedModificationDateTime: true,
});

export const noteShape = z.object({
  id,
  ticketID: id.nullish(),
  title: text,
  description: text,
  noteType: id.nullish(),
  publish: id.nullish(),
  createDateTime: text,
  creatorResourceID: id.nullish(),
  createdByContactID: id.nullish(),
});
export type NoteRow = z.output<typeof noteShape>;

export const timeEntryShape = z.object({
  id,
  ticketID: id.nullish(),
  resourceID: id.nullish(),
  hoursWorked: z.number().nullish(),
  summaryNotes: text,
  internalNotes: text,
  startDateTime: text,
  createDateTime: text,
});
export type TimeEntryRow = z.output<typeof timeEntryShape>;

export const companyShape = z.object({ id, companyName: text, isActive: flag });
export type CompanyRow = z.output<typeof companyShape>;
export const contactShape = z.object({
  id,
  companyID: id.nullish(),
  firstName: text,
  lastName: text,
  emailAddress: text,
  isActive: flag,
});
export type ContactRow = z.output<typeof contactShape>;
export const resourceShape = z.object({
  id,
  userName: text,
  firstName: text,
  lastName: text,
  email: text,
  isActive: flag,
});
export type ResourceRow = z.output<typeof resourceShape>;
export const deskRoleShape = z.object({ id, resourceID: id, roleID: id, isActive: flag, isDefault: flag });

export const configurationItemShape = z.object({
  id,
  companyID: id.nullish(),
  referenceTitle: text,
  serialNumber: text,
  isActive: flag,
  rmmDeviceAuditHostname: text,
  rmmDeviceAuditOperatingSystem: text,
  rmmDeviceAuditMacAddress: text,
});
export type ConfigurationItemRow = z.output<typeof configurationItemShape>;

/** `value` is text although the field is a number; seen as a number too */
export const picklistValueShape = z.object({
  value: z.union([z.string(), z.number()]).transform(String),
  label: z.string().nullish(),
  isDefaultValue: z.boolean().nullish(),
  sortOrder: z.number().nullish(),
  parentValue: z
    .union([z.string(), z.number()])
    .nullish()
    .transform((value) => (value === null || value === undefined || value === '' ? null : String(value))),
  isActive: z.boolean().nullish(),
  isSystem: z.boolean().nullish(),
});
export type PicklistValue = z.output<typeof picklistValueShape>;
export const fieldShape = z.object({
  name: z.string(),
  isRequired: z.boolean().nullish(),
  isReadOnly: z.boolean().nullish(),
  isPickList: z.boolean().nullish(),
  picklistValues: z.array(picklistValueShape).nullish(),
});
export type FieldRow = z.output<typeof fieldShape>;

export const webhookShape = z.object({
  id,
  webhookUrl: text,
  isActive: flag,
  isReady: flag,
  webhookGUID: text,
});
export const webhookFieldShape = z.object({
  id,
  webhookID: id.nullish(),
  fieldID: z.union([id, z.string()]).nullish(),
});
export const excludedResourceShape = z.object({ id, webhookID: id.nullish(), resourceID: id.nullish() });
