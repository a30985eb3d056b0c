// What Atera answers, as far as we read it. Anything may be null; times are UTC with or without "Z".
import { z } from 'zod';

const id = z.union([z.number().int(), z.string().min(1)]).transform(String);
const optionalId = id.nullish().transform((value) => (value === '0' ? null : (value ?? null)));
const text = z.string().nullish();

export const pageShape = <T extends z.ZodType>(row: T) =>
  z.object({
    items: z.array(row).nullish(),
    totalPages: z.number().nullish(),
    totalItemCount: z.number().nullish(),
  });

/** what a change is answered with, instead of the record */
export const resultShape = z.object({ ActionID: id.nullish() });

export const ticketShape = z.object({
  TicketID: id,
  TicketTitle: text,
  TicketNumber: text,
  TicketPriority: text,
  TicketStatus: text,
  TicketType: text,
  EndUserID: optionalId,
  EndUserFirstName: text,
  EndUserLastName: text,
  EndUserEmail: text,
  CustomerID: optionalId,
  CustomerName: text,
  TechnicianContactID: optionalId,
  TechnicianFullName: text,
  TechnicianEmail: text,
  TicketCreatedDate: text,
  TicketResolvedDate: text,
  FirstComment: text,
});
export type AteraTicket = z.output<typeof ticketShape>;

export const commentShape = z.object({
  Date: text,
  Comment: text,
  CommentHtml: text,
  EndUserID: optionalId,
  TechnicianContactID: optionalId,
  Email: text,
  FirstName: text,
  LastName: text,
  IsInternal: z.boolean().nullish(),
});
export type AteraComment = z.output<typeof commentShape>;

export const customerShape = z.object({ CustomerID: id, CustomerName: text });
export const contactShape = z.object({
  EndUserID: id,
  CustomerID: optionalId,
  CustomerName: text,
  Firstname: text,
  Lastname: text,
  Email: text,
  IsContactPerson: z.boolean().nullish(),
  Archived: z.boolean().nullish(),
});
export type AteraContact = z.output<typeof contactShape>;

export const workHoursShape = z.object({ WorkHoursID: id, Description: text });

export const agentShape = z.object({
  AgentID: id,
  DeviceGuid: text,
  AgentName: text,
  MachineName: text,
  CustomerID: optionalId,
  CustomerName: text,
  FolderID: optionalId,
  FolderName: text,
  OS: text,
  OSType: text,
  VendorSerialNumber: text,
  MacAddresses: z.array(z.string().nullable()).nullish(),
  Online: z.boolean().nullish(),
  LastSeen: text,
  LastRebootTime: text,
  LastLoginUser: text,
  CurrentLoggedUsers: text,
  SystemDrive: text,
  HardwareDisks: z.array(z.object({ Drive: text, Free: z.number().nullish(), Total: z.number().nullish() })).nullish(),
});
export type AteraAgent = z.output<typeof agentShape>;

export const availableUpdatesShape = z.object({
  availableUpdates: z.array(z.object({ status: text })).nullish(),
});
export const installedUpdatesShape = z.object({
  installedUpdates: z.array(z.object({ installDate: text })).nullish(),
});

export const alertShape = z.object({
  AlertID: id,
  Title: text,
  Source: text,
  Severity: text,
  Created: text,
  AgentId: optionalId,
  DeviceName: text,
  CustomerID: optionalId,
  CustomerName: text,
  AlertCategoryID: text,
  AlertMessage: text,
  AdditionalInfo: text,
  Archived: z.boolean().nullish(),
  ArchivedDate: text,
});
export type AteraAlert = z.output<typeof alertShape>;

export const accountShape = z.object({ CompanyName: text });
