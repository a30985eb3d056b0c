// What we read of NinjaOne Ticketing's answers. Loose on purpose, like the rest.
import { z } from 'zod';

const text = z.string().nullish();
const epoch = z.number().nullish();
const number = z.number().int().nullish();

export const statusShape = z.object({ statusId: z.number().int(), name: text, displayName: text, parentId: number });
export type StatusRow = z.output<typeof statusShape>;

export const ticketShape = z.object({
  id: z.number().int(),
  version: number,
  clientId: number,
  locationId: number,
  nodeId: number,
  ticketFormId: number,
  assignedAppUserId: number,
  additionalAssignedTechnicianIds: z.array(z.number().int()).nullish(),
  requesterUid: text,
  subject: text,
  status: statusShape,
  type: text,
  priority: text,
  severity: text,
  tags: z.array(z.string()).nullish(),
  ccList: z.object({ uids: z.array(z.string()).nullish(), emails: z.array(z.string()).nullish() }).nullish(),
  attributeValues: z.array(z.object({ id: number, attributeId: z.number().int(), value: z.unknown() })).nullish(),
  createTime: epoch,
  followupTime: epoch,
});
export type TicketRow = z.output<typeof ticketShape>;

/** A line of a board: columns by name. People and organizations are only names there. */
export const boardRowShape = z.object({
  id: z.number().int(),
  summary: text,
  subject: text,
  status: statusShape.nullish(),
  priority: text,
  type: text,
  tags: z.array(z.string()).nullish(),
  organization: text,
  assignedAppUser: text,
  ticketForm: text,
  createTime: epoch,
  lastUpdated: epoch,
  solvedTime: epoch,
});
export type BoardRow = z.output<typeof boardRowShape>;

/** The cursor stands in the metadata, on some instances beside them. */
export const boardPageShape = z
  .object({
    data: z.array(boardRowShape),
    metadata: z.object({ lastCursorId: number }).nullish(),
    lastCursorId: number,
  })
  .transform(({ data, metadata, lastCursorId }) => ({
    rows: data,
    cursor: metadata?.lastCursorId ?? lastCursorId ?? null,
  }));

const conditionShape = z.array(z.unknown()).nullish();
export const boardShape = z.object({
  id: z.number().int(),
  name: z.string(),
  system: z.boolean().nullish(),
  conditions: z.object({ any: conditionShape, all: conditionShape }).nullish(),
});
export type BoardView = z.output<typeof boardShape>;

export const formShape = z.object({
  id: z.number().int(),
  name: z.string(),
  active: z.boolean().nullish(),
  default: z.boolean().nullish(),
});
export type FormRow = z.output<typeof formShape>;

export const logEntryShape = z.object({
  // 64 bits: text when it is beyond what a number holds
  id: z.union([z.number().int(), z.string()]).transform(String),
  type: text,
  body: text,
  htmlBody: text,
  publicEntry: z.boolean().nullish(),
  system: z.boolean().nullish(),
  appUserContactUid: text,
  createTime: epoch,
  timeTracked: z.number().nullish(),
});
export type LogEntry = z.output<typeof logEntryShape>;

export const userShape = z.object({
  id: z.number().int(),
  uid: text,
  firstName: text,
  lastName: text,
  email: text,
  enabled: z.boolean().nullish(),
  organizationId: number,
});
export type UserRow = z.output<typeof userShape>;

/** Of both lists of contacts: the one calls the organization a client. */
export const contactShape = z.object({
  uid: z.string().min(1),
  firstName: text,
  lastName: text,
  displayName: text,
  email: text,
  organizationId: number,
  clientId: number,
});
export type ContactRow = z.output<typeof contactShape>;
