// What we read of the answers of BMS, after their names were given a capital.
import { z } from 'zod';

const text = z.string().nullish();
const number = z.number().int().nullish();

export const ticketShape = z.object({
  Id: z.number().int().positive(),
  CreatedBy: number,
  CreatedOn: text,
  TicketNumber: text,
  Title: text,
  Details: text,
  AccountId: number,
  AccountName: text,
  LocationId: number,
  ContactId: number,
  ContactName: text,
  QueueId: number,
  QueueName: text,
  StatusId: z.number().int(),
  StatusName: text,
  PriorityId: number,
  PriorityName: text,
  TypeId: number,
  TypeName: text,
  SourceId: number,
  IssueTypeId: number,
  IssueTypeName: text,
  AssigneeId: number,
  AssigneeName: text,
  OpenDate: text,
  CompletedDate: text,
  LastActivityUpdate: text,
});
export type TicketRow = z.output<typeof ticketShape>;

export const noteShape = z.object({
  Id: z.number().int().positive(),
  CreatedOn: text,
  Details: text,
  IsInternal: z.boolean().nullish(),
  TypeId: number,
  CreatedByName: text,
});
export type NoteRow = z.output<typeof noteShape>;

export const timeShape = z.object({
  Id: z.number().int().positive(),
  Timespent: z.number().nullish(),
  Notes: text,
  InternalNotes: text,
});

/** most lookups: some tell whether a row is the default, some whether it is in use */
export const lookupShape = z.object({
  Id: z.number().int(),
  Name: text,
  IsDefault: z.boolean().nullish(),
  IsActive: z.boolean().nullish(),
});
export type LookupRow = z.output<typeof lookupShape>;

export const locationShape = z.object({ Id: z.number().int(), Name: text, IsMain: z.boolean().nullish() });
export const noteTemplateShape = z.object({ Id: z.number().int(), TypeId: number, IsInternal: z.boolean().nullish() });
export const assigneeShape = z.object({ Id: z.number().int(), Name: text, EmailAddress: text });
export type AssigneeRow = z.output<typeof assigneeShape>;

export const contactShape = z.object({
  Id: z.number().int(),
  FirstName: text,
  LastName: text,
  EmailAddress: text,
  AccountId: number,
  AccountName: text,
  IsActive: z.boolean().nullish(),
});

export const assetShape = z.object({
  Id: z.number().int(),
  AssetName: text,
  CategoryName: text,
  SerialNumber: text,
  AccountId: number,
  AccountName: text,
  LocationName: text,
});

export const userInfoShape = z.object({ UserId: z.number().int(), FullName: text, BusinessName: text });
export const webhookShape = z.object({
  Id: z.number().int(),
  Name: text,
  PayloadUrl: text,
  IsEnabled: z.boolean().nullish(),
});
export const webhookEventShape = z.object({ Id: number, Name: text });
